package org.fascicle.backend.nd4j;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.nd4j.kernel.Value;
import org.jspecify.annotations.Nullable;

/**
 * One running instance. Runs are handed to the worker's thread, two ahead at most; their arguments are copied into one of two slots.
 * Whether workspace and buffers are open is looked at when a run gets its place in the queue, and buffers are closed behind it.
 */
final class Nd4jWorkspace implements Workspace {
    private final Engine engine;
    private final Program program;
    private final Consumer<Workspace> closing;
    private final Map<String, Nd4jBuffer> arguments = new HashMap<>();
    private final Nd4jBuffer[] used;
    private final Map<String, Nd4jBuffer> outputs = new HashMap<>();
    private final Shape[] outputShapes;
    private final Nd4jBuffer[] outputBuffers;
    private final Instance instance;
    private final Slot[] slots;
    private int next;
    private volatile @Nullable BackendException failure;
    private volatile boolean closed;
    private boolean released;

    /** One run's arguments. */
    private final class Slot implements Worker.Task {
        final double[] scalars = new double[program.scalars];
        int rows;
        int step;
        long seed;
        volatile long ticket;

        @Override
        public void accept(long given) {
            requireOpen();
            for (Nd4jBuffer buffer : used) {
                buffer.requireOpen();
            }
            ticket = given;
            for (Nd4jBuffer buffer : used) {
                buffer.used(given);
            }
            for (Nd4jBuffer buffer : outputBuffers) {
                buffer.used(given);
            }
        }

        @Override
        public void run() {
            try {
                instance.run(rows, seed, step, scalars);
            } catch (BackendException e) {
                failure = e;
            } catch (Throwable e) {
                failure = new BackendException("a run failed in nd4j: " + e, e);
            }
        }
    }

    /**
     * Takes memory.
     *
     * @param closing is called when this is closed
     */
    Nd4jWorkspace(Engine engine, Program program, Bindings bindings, Consumer<Workspace> closing) {
        this.engine = engine;
        this.program = program;
        this.closing = closing;
        this.slots = new Slot[] {new Slot(), new Slot()};
        program.variables.forEach(variable -> bind(variable, bindings.variable(variable.name()), "variable "));
        program.inputs.forEach(input -> bind(input, bindings.input(input.name()), "input "));
        used = arguments.values().toArray(new Nd4jBuffer[0]);
        instance = engine.instance(program, this::address);
        try {
            program.outputs.forEach((name, value) -> outputs.put(name, engine.call(() -> new Nd4jBuffer(
                    engine, value.type(), size(value.shape, program.maxRows), instance.address(value), null))));
        } catch (RuntimeException e) {
            engine.release(instance);
            throw e;
        }
        outputShapes = outputs.keySet().stream().map(name -> Objects.requireNonNull(program.outputs.get(name)).shape)
                .toArray(Shape[]::new);
        outputBuffers = outputs.values().toArray(new Nd4jBuffer[0]);
    }

    private void bind(Program.Argument argument, Buffer buffer, String what) {
        long needed = size(argument.shape(), program.maxRows);
        if (!(buffer instanceof Nd4jBuffer) || !((Nd4jBuffer) buffer).isOf(engine)) {
            throw new BackendException("the buffer of the " + what + "'" + argument.name() + "' is of another backend");
        } else if (buffer.type() != argument.type() || buffer.size() < needed) {
            throw new BackendException("the buffer of the " + what + "'" + argument.name() + "' holds " + buffer.size() + " "
                    + buffer.type() + ", but " + needed + " " + argument.type() + " are needed");
        }
        ((Nd4jBuffer) buffer).requireOpen();
        arguments.put(what + argument.name(), (Nd4jBuffer) buffer);
    }

    /** Where a variable or an input lies. */
    private long address(Value value) {
        switch (value.placement.home()) {
            case VARIABLE:
                return argument("variable " + value.placement.name()).address();
            default:
                return argument("input " + value.placement.name()).address();
        }
    }

    private Nd4jBuffer argument(String name) {
        return Objects.requireNonNull(arguments.get(name), name);
    }

    @Override
    public synchronized void run(RunArguments given) {
        throwFailure();
        requireOpen();
        int rows = given.rows();
        if (rows < 1 || rows > program.maxRows) {
            throw new BackendException("cannot run " + rows + " rows: the program takes 1 to " + program.maxRows);
        }
        if (given.scalars().length < program.scalars) {
            throw new BackendException("the graph has " + program.scalars + " scalars, the arguments " + given.scalars().length);
        }
        Slot slot = slots[next];
        engine.worker.await(slot.ticket);
        slot.rows = rows;
        slot.seed = given.seed();
        slot.step = (int) given.step();
        System.arraycopy(given.scalars(), 0, slot.scalars, 0, slot.scalars.length);
        engine.worker.submit(slot);
        next = 1 - next;
        for (int i = 0; i < outputBuffers.length; i++) {
            outputBuffers[i].size(size(outputShapes[i], rows));
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the workspace is closed");
        }
    }

    private static long size(Shape shape, int rows) {
        return shape.isBatched() ? shape.sizePerRow() * rows : shape.sizePerRow();
    }

    @Override
    public void await() {
        awaitRuns();
        throwFailure();
    }

    private void awaitRuns() {
        engine.worker.await(Math.max(slots[0].ticket, slots[1].ticket));
    }

    private void throwFailure() {
        BackendException failed = failure;
        if (failed != null) {
            failure = null;
            throw failed instanceof MemoryException ? failed : new BackendException(String.valueOf(failed.getMessage()), failed);
        }
    }

    @Override
    public long rejected() {
        await();
        return instance.rejected();
    }

    @Override
    public long rejectedSoFar() {
        return instance.rejectedSoFar();
    }

    @Override
    public Buffer output(String name) {
        requireOpen();
        Nd4jBuffer buffer = outputs.get(name);
        if (buffer == null) {
            throw new BackendException("there is no output '" + name + "'; there are " + outputs.keySet());
        }
        return buffer;
    }

    @Override
    public void close() {
        engine.worker.exclude(() -> closed = true);
        release();
    }

    private synchronized void release() {
        if (!released) {
            released = true;
            awaitRuns();
            outputs.values().forEach(Nd4jBuffer::release);
            engine.release(instance);
            closing.accept(this);
        }
    }
}
