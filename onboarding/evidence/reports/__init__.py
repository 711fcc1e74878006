"""Reports for sponsors and works councils: what the pages of evidence said on a day, to read, to print and to share by a link."""
