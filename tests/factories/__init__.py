"""Objects that tests are about, valid unless a test says otherwise."""
