// Tests land with their subject.
