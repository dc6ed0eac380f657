"""One small web app: health, the webhook, and (in the sandbox only) a look inside. It decides nothing."""
