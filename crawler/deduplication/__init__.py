"""Who else printed it: copies by fingerprint, near copies by sampled shingles, judged on the texts. Pure functions."""
