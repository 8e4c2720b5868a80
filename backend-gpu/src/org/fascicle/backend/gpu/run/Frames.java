package org.fascicle.backend.gpu.run;

import java.nio.ByteBuffer;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.kernel.Frame;

/**
 * What is handed to the runs of a workspace, in a ring of places in the host's memory: a place is used again when the device has read
 * it. The ring has two halves. A mark behind the last run of a half tells when all of it is free, and how many runs were refused by then.
 * So the host is ahead of the device by one half at least, and the device never waits for it. Used with the engine's monitor.
 */
final class Frames implements AutoCloseable {
    private static final int HALF = 32;
    private static final int WORD = 4;

    private final Device device;
    private final int scalars;
    /** The frames, one behind the other, and the counts. */
    private final ByteBuffer host;
    private final ByteBuffer[] frames = new ByteBuffer[2 * HALF];
    private final Call[] handing = new Call[2 * HALF];
    private final ByteBuffer[] counts = new ByteBuffer[2];
    private final Call[] counting = new Call[2];
    /** The mark behind each half; 0 for none. */
    private final long[] marks = new long[2];
    private int next;
    private long refused;
    private int reported;

    Frames(Device device, Memory memory, int scalars) {
        this.device = device;
        this.scalars = scalars;
        int size = WORD * (Frame.SCALARS + scalars);
        host = device.allocateHost(frames.length * size + counts.length * WORD, "what is handed to the runs of a workspace");
        for (int i = 0; i < frames.length; i++) {
            frames[i] = piece(i * size, size);
            handing[i] = device.prepareWrite(memory.frame, frames[i]);
        }
        for (int half = 0; half < counts.length; half++) {
            counts[half] = piece(frames.length * size + half * WORD, WORD);
            counting[half] = device.prepareRead(memory.state, counts[half]);
        }
    }

    private ByteBuffer piece(int at, int bytes) {
        return host.slice(at, bytes).order(host.order());
    }

    /** Hands arguments to the kernels that are asked for next. */
    void hand(RunArguments given) {
        if (next % HALF == 0) {
            free(next / HALF);
        }
        ByteBuffer frame = frames[next];
        frame.putInt(0, (int) given.seed());
        frame.putInt(WORD, (int) (given.seed() >>> Integer.SIZE));
        frame.putInt(2 * WORD, (int) given.step());
        frame.putInt(WORD * Frame.REPORTED, reported);
        double[] values = given.scalars();
        for (int i = 0; i < scalars; i++) {
            frame.putFloat(WORD * (Frame.SCALARS + i), (float) values[i]);
        }
        handing[next].enqueue();
    }

    /** All kernels of the run have been asked for. */
    void handed() {
        int half = next / HALF;
        next = (next + 1) % frames.length;
        if (next % HALF == 0) {
            counting[half].enqueue();
            marks[half] = device.mark();
        } else {
            device.flush();
        }
    }

    private void free(int half) {
        long mark = marks[half];
        if (mark != 0) {
            marks[half] = 0;
            device.await(mark);
            refused = Math.max(refused, Integer.toUnsignedLong(counts[half].getInt(0)));
        }
    }

    /** How many runs were refused, of those that are known to have ended. */
    long refusedSoFar() {
        return refused;
    }

    /** All runs have ended, and the caller hears how many of them were refused. */
    void report(long count) {
        refused = count;
        reported = (int) count;
    }

    @Override
    public void close() {
        for (int half = 0; half < marks.length; half++) {
            try {
                free(half);
            } catch (BackendException e) {
                // The device is lost, as whoever ran on it has been told.
                marks[half] = 0;
            }
            counting[half].close();
        }
        for (Call call : handing) {
            call.close();
        }
        device.freeHost(host);
    }
}
