"""The warehouse of children missing education: from landing folder to register and evaluation."""
