"""What the pages of the tree show, read in a fixed number of queries."""
