package org.fascicle.backend.gpu.run;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.kernel.Frame;
import org.lwjgl.system.MemoryUtil;

/**
 * One running instance. A run puts all of its kernels into the device's queue and returns; the guard is looked at by the kernels
 * themselves. What is handed to a run lies in one of some frames of the host, which are used again when the device has read them.
 */
final class GpuWorkspace implements Workspace {
    /** Programs with different numbers of rows that are kept ready. */
    private static final int BINDINGS = 4;
    private static final int FRAMES = 32;
    private static final int WORD = 4;

    private final Engine engine;
    private final Program program;
    private final Consumer<Workspace> closing;
    private final Memory memory;
    private final Map<String, GpuBuffer> outputs = new LinkedHashMap<>();
    private final Shape[] outputShapes;
    private final GpuBuffer[] outputBuffers;
    private final GpuBuffer[] arguments;
    private final LinkedHashMap<Integer, Call[]> bound = new LinkedHashMap<>(8, 0.75f, true);
    private final ByteBuffer[] frames = new ByteBuffer[FRAMES];
    private final Call[] handing = new Call[FRAMES];
    private Call[] current;
    private int currentRows;
    private int next;
    /** How many runs were refused before it was closed. */
    private long refused;
    private boolean closed;

    GpuWorkspace(Engine engine, Program program, Bindings bindings, Consumer<Workspace> closing) {
        this.engine = engine;
        this.program = program;
        this.closing = closing;
        synchronized (engine) {
            engine.requireRunning();
            memory = new Memory(engine, program, bindings);
            engine.use();
            arguments = memory.bound();
            for (int i = 0; i < FRAMES; i++) {
                frames[i] = MemoryUtil.memAlloc(WORD * (Frame.SCALARS + program.scalars));
                handing[i] = engine.device().prepareWrite(memory.frame, frames[i]);
            }
            program.outputs.forEach((name, value) -> outputs.put(name, GpuBuffer.output(engine, value.node().type(),
                    memory.handle(value.node(), value.placement()), memory.offset(value.node(), value.placement()),
                    Memory.size(value.node().shape(), program.maxRows))));
            outputBuffers = outputs.values().toArray(new GpuBuffer[0]);
            outputShapes = program.outputs.values().stream().map(value -> value.node().shape()).toArray(Shape[]::new);
            current = new Call[0];
            try {
                bind(program.maxRows);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    /** Makes the calls for a number of rows ready. */
    private void bind(int rows) {
        Call[] calls = bound.get(rows);
        if (calls == null) {
            calls = new Calls(engine, program, memory).of(rows);
            bound.put(rows, calls);
            if (bound.size() > BINDINGS) {
                Iterator<Call[]> eldest = bound.values().iterator();
                close(eldest.next());
                eldest.remove();
            }
        }
        current = calls;
        currentRows = rows;
    }

    private static void close(Call[] calls) {
        for (Call call : calls) {
            call.close();
        }
    }

    @Override
    public void run(RunArguments given) {
        synchronized (engine) {
            requireOpen();
            for (GpuBuffer argument : arguments) {
                argument.requireOpen();
            }
            engine.requireRunning();
            int rows = given.rows();
            program.requireRuns(rows, given.scalars().length);
            if (rows != currentRows) {
                bind(rows);
            }
            hand(given);
            for (Call call : current) {
                call.enqueue();
            }
            engine.device().flush();
            for (int i = 0; i < outputBuffers.length; i++) {
                outputBuffers[i].resize(Memory.size(outputShapes[i], rows));
            }
        }
    }

    private void hand(RunArguments given) {
        if (next == FRAMES) {
            engine.device().finish();
            next = 0;
        }
        ByteBuffer frame = frames[next];
        frame.putInt(0, (int) given.seed());
        frame.putInt(WORD, (int) (given.seed() >>> Integer.SIZE));
        frame.putInt(2 * WORD, (int) given.step());
        double[] scalars = given.scalars();
        for (int i = 0; i < program.scalars; i++) {
            frame.putFloat(WORD * (Frame.SCALARS + i), (float) scalars[i]);
        }
        handing[next++].enqueue();
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the workspace is closed");
        }
    }

    @Override
    public void await() {
        synchronized (engine) {
            if (!closed) {
                engine.device().finish();
            }
        }
    }

    @Override
    public long rejected() {
        synchronized (engine) {
            return closed ? refused : countRefused();
        }
    }

    private long countRefused() {
        ByteBuffer count = MemoryUtil.memAlloc(WORD);
        try {
            engine.device().read(memory.counter, 0, count);
            return Integer.toUnsignedLong(count.getInt(0));
        } finally {
            MemoryUtil.memFree(count);
        }
    }

    @Override
    public Buffer output(String name) {
        synchronized (engine) {
            requireOpen();
            GpuBuffer buffer = outputs.get(name);
            if (buffer == null) {
                throw new BackendException("there is no output '" + name + "'; there are " + outputs.keySet());
            }
            return buffer;
        }
    }

    @Override
    public void close() {
        synchronized (engine) {
            if (closed) {
                return;
            }
            closed = true;
            refused = countRefused();
            outputs.values().forEach(GpuBuffer::release);
            bound.values().forEach(GpuWorkspace::close);
            close(handing);
            memory.close();
            for (ByteBuffer frame : frames) {
                MemoryUtil.memFree(frame);
            }
            engine.leave();
        }
        closing.accept(this);
    }
}
