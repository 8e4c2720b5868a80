package org.fascicle.backend.gpu.run;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.gpu.device.Call;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryUtil;

/**
 * One running instance. A run puts all of its kernels into the device's queue and returns; the guard is looked at by the kernels
 * themselves.
 */
final class GpuWorkspace implements Workspace {
    /** Programs with different numbers of rows that are kept ready. */
    private static final int BINDINGS = 4;
    private static final int WORD = 4;

    private final Engine engine;
    private final Program program;
    private final Consumer<Workspace> closing;
    private final Memory memory;
    private final Map<String, GpuBuffer> outputs = new LinkedHashMap<>();
    private final Shape[] outputShapes;
    private final GpuBuffer[] outputBuffers;
    private final GpuBuffer[] arguments;
    private final LinkedHashMap<Integer, Call> bound = new LinkedHashMap<>(8, 0.75f, true);
    private final Frames frames;
    /** Null before the first is bound. */
    private @Nullable Call current;
    private int currentRows;
    /** What a profile measures, one by one. */
    private Map<Profile.Part, Call> measured = Map.of();
    private int measuredRows;
    /** How many runs were refused, when that was asked for last. */
    private long refused;
    private boolean closed;

    GpuWorkspace(Engine engine, Program program, Bindings bindings, Consumer<Workspace> closing) {
        this.engine = engine;
        this.program = program;
        this.closing = closing;
        synchronized (engine) {
            engine.requireRunning();
            memory = new Memory(engine, program, bindings);
            frames = frames();
            engine.use();
            arguments = memory.bound();
            program.outputs.forEach((name, value) -> outputs.put(name, GpuBuffer.output(engine, value.node().type(),
                    memory.handle(value.node(), value.placement()), memory.offset(value.node(), value.placement()),
                    Memory.size(value.node().shape(), program.maxRows))));
            outputBuffers = outputs.values().toArray(new GpuBuffer[0]);
            outputShapes = program.outputs.values().stream().map(value -> value.node().shape()).toArray(Shape[]::new);
            try {
                bind(program.maxRows);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    private Frames frames() {
        try {
            return new Frames(engine.device(), memory, program.scalars);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** Makes the calls for a number of rows ready. */
    private Call bind(int rows) {
        Call call = bound.get(rows);
        if (call == null) {
            call = new Calls(engine, program, memory).of(rows);
            bound.put(rows, call);
            if (bound.size() > BINDINGS) {
                Iterator<Call> eldest = bound.values().iterator();
                eldest.next().close();
                eldest.remove();
            }
        }
        current = call;
        currentRows = rows;
        return call;
    }

    @Override
    public void run(RunArguments given) {
        synchronized (engine) {
            requireRuns(given);
            Call known = current;
            Call call = known == null || given.rows() != currentRows ? bind(given.rows()) : known;
            frames.hand(given);
            call.enqueue();
            frames.handed();
            resize(given.rows());
        }
    }

    @Override
    public Optional<Profile> profile(RunArguments given) {
        synchronized (engine) {
            requireRuns(given);
            if (given.rows() != measuredRows) {
                measured.values().forEach(Call::close);
                measured = Map.of();
                measured = new Calls(engine, program, memory).each(given.rows());
                measuredRows = given.rows();
            }
            frames.hand(given);
            List<Profile.Part> parts = new ArrayList<>();
            measured.forEach((part, call) -> parts.add(part.nanos(engine.device().measure(call))));
            frames.handed();
            resize(given.rows());
            return Optional.of(Profile.of(parts));
        }
    }

    private void requireRuns(RunArguments given) {
        requireOpen();
        for (GpuBuffer argument : arguments) {
            argument.requireOpen();
        }
        engine.requireRunning();
        program.requireRuns(given.rows(), given.scalars().length);
    }

    private void resize(int rows) {
        for (int i = 0; i < outputBuffers.length; i++) {
            outputBuffers[i].resize(Memory.size(outputShapes[i], rows));
        }
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
            if (!closed) {
                refused = countRefused();
                frames.report(refused);
            }
            return refused;
        }
    }

    @Override
    public long rejectedSoFar() {
        synchronized (engine) {
            return closed ? refused : frames.refusedSoFar();
        }
    }

    private long countRefused() {
        ByteBuffer count = MemoryUtil.memAlloc(WORD);
        try {
            engine.device().read(memory.state, 0, count);
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
            try {
                refused = countRefused();
            } catch (BackendException e) {
                // The device is lost, as whoever ran on it has been told. What the host holds for it is given back all the same.
                refused = 0;
            }
            outputs.values().forEach(GpuBuffer::release);
            bound.values().forEach(Call::close);
            measured.values().forEach(Call::close);
            frames.close();
            memory.close();
            engine.leave();
        }
        closing.accept(this);
    }
}
