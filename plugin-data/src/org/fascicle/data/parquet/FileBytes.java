package org.fascicle.data.parquet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import org.fascicle.api.data.InputFile;
import org.jspecify.annotations.Nullable;

/** Bytes by their place: of a file, or of a stream, which is then held whole. Used by one thread. */
final class FileBytes implements Closeable {
    private final String name;
    private final @Nullable FileChannel channel;
    private final byte[] held;
    private final long size;

    private FileBytes(String name, @Nullable FileChannel channel, byte[] held) throws IOException {
        this.name = name;
        this.channel = channel;
        this.held = held;
        this.size = channel == null ? held.length : channel.size();
    }

    static FileBytes open(InputFile file) throws IOException {
        try (InputStream in = file.open()) {
            return file.isFile() ? new FileBytes(file.name(), FileChannel.open(Path.of(file.name())), new byte[0])
                    : new FileBytes(file.name(), null, in.readAllBytes());
        }
    }

    /** What messages call it. */
    String name() {
        return name;
    }

    long size() {
        return size;
    }

    /** Some bytes, all of which are there. */
    byte[] read(long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (channel == null) {
            System.arraycopy(held, Math.toIntExact(at), bytes, 0, length);
            return bytes;
        }
        ByteBuffer into = ByteBuffer.wrap(bytes);
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                throw new EOFException("the file has become shorter");
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
