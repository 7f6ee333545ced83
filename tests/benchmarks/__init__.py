"""Large and slow runs, each a module with a ``main(argv)``; ``make bench`` runs them one after another."""
