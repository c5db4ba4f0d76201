"""A sample bureau to rehearse with: its people, its units' groups and its workbook, all invented."""
