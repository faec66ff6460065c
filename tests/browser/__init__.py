"""The notebooks as a reader meets them: JupyterLab in a real browser."""
