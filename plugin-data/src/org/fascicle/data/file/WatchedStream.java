package org.fascicle.data.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.fascicle.api.data.Reading;

/** The bytes of a file; reports how many of them were read. Used by one thread. */
final class WatchedStream extends FilterInputStream {
    private final String name;
    private final long size;
    private final Reading reading;
    private long read;

    WatchedStream(InputStream in, String name, long size, Reading reading) {
        super(in);
        this.name = name;
        this.size = size;
        this.reading = reading;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        report(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int now = super.read(into, offset, length);
        report(now);
        return now;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long now = super.skip(bytes);
        report(now);
        return now;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void report(long now) {
        if (now > 0) {
            read += now;
            reading.read(name, Math.min(read, size), size);
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        reading.read(name, size, size);
    }
}
