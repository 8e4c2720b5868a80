package org.fascicle.format.tensorboard;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

import org.fascicle.format.protobuf.Message;
import org.jspecify.annotations.Nullable;

/**
 * A file of records in a folder, each an event: its length, the length's checksum, the event, and the event's checksum. It is open only
 * while something is appended, so nobody has to close it. Used by one thread at a time.
 */
final class EventFile {
    private static final String VERSION = "brain.Event:2";
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SESSION = 7;
    private static final int STATUS = 1;
    private static final int START = 1;
    private static final int ROTATION = 15;
    private static final int MASK = 0xa282ead8;
    private static final double MILLIS = 1e3;

    private final Path folder;
    private @Nullable Path file;
    private long first;
    private boolean begun;

    /** A file that is made in a folder when something is first appended. */
    EventFile(Path folder) {
        this.folder = folder;
    }

    /**
     * Says from which step on the values replace those that lie in the folder: a training that is resumed makes steps again that came
     * after its archive.
     */
    void begin(long step) {
        first = step;
    }

    /** An event of this moment, to which its content is still to be added. */
    static Message event(long step) {
        Message event = new Message().real(WALL_TIME, System.currentTimeMillis() / MILLIS);
        return step == 0 ? event : event.number(STEP, step);
    }

    /** Appends events. After a failure the next are in another file: nobody reads on behind half a record. */
    void append(List<Message> events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Path to = file;
        if (to == null) {
            to = create();
            record(event(0).text(FILE_VERSION, VERSION), bytes);
            if (!begun) {
                record(event(first).message(SESSION, new Message().number(STATUS, START)), bytes);
            }
        }
        for (Message event : events) {
            record(event, bytes);
        }
        file = null;
        // No channel: an interrupt of the thread that trains would close it.
        try (OutputStream out = new FileOutputStream(to.toFile(), true)) {
            bytes.writeTo(out);
        }
        file = to;
        begun = true;
    }

    // TensorBoard takes the files whose names contain "tfevents", and reads them by these names: the time comes first.
    private Path create() throws IOException {
        Files.createDirectories(folder);
        String name =
                "events.out.tfevents." + System.currentTimeMillis() / 1000 + ".fascicle." + ProcessHandle.current().pid() + ".";
        for (int number = 0;; number++) {
            try {
                return Files.createFile(folder.resolve(name + number));
            } catch (FileAlreadyExistsException e) {
                // of another training of this process, or of this one before it failed
            }
        }
    }

    private static void record(Message event, ByteArrayOutputStream out) throws IOException {
        byte[] length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(event.size()).array();
        out.write(length);
        out.write(checksum(length));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        event.writeTo(content);
        byte[] bytes = content.toByteArray();
        out.write(bytes);
        out.write(checksum(bytes));
    }

    /** A checksum that differs from its content's own where the content has checksums in it. */
    private static byte[] checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        int masked = Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK;
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
    }
}
