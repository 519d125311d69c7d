"""What stands on the desk of the practice department on its first day?"""
