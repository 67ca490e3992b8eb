"""What is wrong with an installation, in sentences: one module a part of it, each asked whatever the others say."""
