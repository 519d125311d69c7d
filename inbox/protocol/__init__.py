"""What must be done, in which order, when somebody's life may be at risk?"""
