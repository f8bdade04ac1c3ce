"""Other methods that find a symmetry or share weights, each faithful to its paper and behind one interface."""
