package org.fascicle.installer.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** One line of text, which is what goes each way through a local socket. The channel must not block. */
final class Line {
    private static final int MOST = 1 << 20;
    private static final int PIECE = 1 << 12;

    private Line() {}

    /**
     * Reads one.
     *
     * @throws IOException if none comes within some time, or it is too long
     */
    static String read(SocketChannel channel, long millis) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (true) {
                await(selector, deadline);
                if (channel.read(piece.clear()) < 0) {
                    throw new IOException("the other process ended the conversation");
                }
                piece.flip();
                while (piece.hasRemaining()) {
                    byte next = piece.get();
                    if (next == '\n') {
                        return line.toString(StandardCharsets.UTF_8);
                    }
                    line.write(next);
                }
                if (line.size() > MOST) {
                    throw new IOException("a line has more than " + MOST + " bytes");
                }
            }
        }
    }

    /**
     * Writes one.
     *
     * @throws IOException if the other process does not take it within some time
     */
    static void write(SocketChannel channel, String text, long millis) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (bytes.hasRemaining()) {
                await(selector, deadline);
                channel.write(bytes);
            }
        }
    }

    private static void await(Selector selector, long deadline) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("the other process does not answer");
        }
        selector.selectedKeys().clear();
    }
}
