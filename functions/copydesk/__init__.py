"""copydesk: pushed news pages become structured articles, kept in order."""
