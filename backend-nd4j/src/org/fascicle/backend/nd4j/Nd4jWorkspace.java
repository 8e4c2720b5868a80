package org.fascicle.backend.nd4j;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/**
 * The memory of one running instance. Runs are handed to the worker's thread, two ahead at most; their arguments are copied into one
 * of two slots.
 */
final class Nd4jWorkspace implements Workspace {
    /** Programs with other numbers of rows that are kept: full batches, the last one, and what evaluation asks for. */
    private static final int BINDINGS = 4;

    private final Engine engine;
    private final Program program;
    private final Map<Root, Nd4jBuffer> bound = new HashMap<>();
    private final Nd4jBuffer[] buffers;
    private final Map<String, Nd4jBuffer> outputs = new HashMap<>();
    private final Memory memory;
    private final Slot[] slots;
    private int turn;
    private volatile BackendException failure;
    private volatile long rejected;
    private boolean closed;

    /** One run's arguments. */
    private final class Slot implements Runnable {
        final double[] scalars = new double[program.scalars];
        int rows;
        int step;
        long seed;
        long ticket;

        @Override
        public void run() {
            try {
                execute(this);
            } catch (BackendException e) {
                failure = e;
            } catch (Throwable e) {
                failure = new BackendException("a run failed in nd4j: " + e, e);
            }
        }
    }

    /** What is given back when the workspace is closed. Used on the worker's thread. */
    private final class Memory implements AutoCloseable {
        final Block run = new Block(program.runBytes);
        final Block kept = new Block(program.keptBytes);
        final Block scalars = new Block((long) program.scalars * Float.BYTES);
        final FloatBuffer scalarView =
                Block.view(engine.natives(), scalars.address(), (long) program.scalars * Float.BYTES).asFloatBuffer();
        final LinkedHashMap<Integer, Instance> instances = new LinkedHashMap<>(8, 0.75f, true);
        Instance current;

        long of(Root root) {
            switch (root.home) {
                case RUN:
                    return run.address() + root.position;
                case KEPT:
                    return kept.address() + root.position;
                case SCALARS:
                    return scalars.address();
                default:
                    return bound.get(root).address();
            }
        }

        Instance instance(int rows) {
            if (current == null || current.binding.rows != rows) {
                current = instances.get(rows);
                if (current == null) {
                    current = new Instance(rows);
                    instances.put(rows, current);
                }
                if (instances.size() > BINDINGS) {
                    instances.remove(instances.keySet().iterator().next()).binding.close();
                }
            }
            return current;
        }

        @Override
        public void close() {
            instances.values().forEach(instance -> instance.binding.close());
            instances.clear();
            run.close();
            kept.close();
            scalars.close();
        }
    }

    /** The calls for one number of rows. */
    private final class Instance {
        final Binding binding;
        final Call[] calls;
        final Call[] stores;
        final boolean[] guardedStores;
        final ByteBuffer guard;
        boolean proven;

        Instance(int rows) {
            binding = new Binding(engine.natives(), memory::of, rows);
            calls = binding.calls(program.run);
            List<Call> copies = new ArrayList<>();
            guardedStores = new boolean[program.stores.size()];
            for (Lowering.Store store : program.stores) {
                if (!store.inPlace && store.value.shape.size(rows) > 0) {
                    guardedStores[copies.size()] = store.guarded;
                    copies.add(HostKernels.copy(engine.natives(), binding.ref(store.value), binding.ref(Value.of(store.variable))));
                }
            }
            stores = copies.toArray(new Call[0]);
            guard = program.guard == null ? null : binding.ref(program.guard).bytes();
        }
    }

    Nd4jWorkspace(Engine engine, Program program, Bindings bindings) {
        this.engine = engine;
        this.program = program;
        this.slots = new Slot[] {new Slot(), new Slot()};
        program.variables.forEach((path, root) -> bind(root, bindings.variable(path), "variable"));
        program.inputs.forEach((name, root) -> bind(root, bindings.input(name), "input"));
        buffers = bound.values().toArray(new Nd4jBuffer[0]);
        memory = engine.call(Memory::new);
        engine.opened(memory);
        try {
            engine.call(() -> {
                prepare();
                return null;
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void bind(Root root, Buffer buffer, String what) {
        long needed = root.shape.size(program.maxRows);
        if (!(buffer instanceof Nd4jBuffer) || !((Nd4jBuffer) buffer).isOf(engine)) {
            throw new BackendException("the buffer of the " + what + " '" + root.name + "' is of another backend");
        } else if (buffer.type() != root.type || buffer.size() < needed) {
            throw new BackendException("the buffer of the " + what + " '" + root.name + "' holds " + buffer.size() + " "
                    + buffer.type() + ", but " + needed + " " + root.type + " are needed");
        }
        bound.put(root, (Nd4jBuffer) buffer);
    }

    /** Writes the constants and computes what is the same in every run. */
    private void prepare() {
        Natives natives = engine.natives();
        for (Root root : program.constants) {
            ByteBuffer view = Block.view(natives, memory.of(root), Extents.width(root.type));
            if (root.type == Type.BOOL) {
                view.put(0, (byte) (root.constant != 0 ? 1 : 0));
            } else {
                view.putInt(0, MovementKernels.bits(root.type, root.constant));
            }
        }
        try (Binding binding = new Binding(natives, memory::of, 1)) {
            Call[] calls = binding.calls(program.once);
            for (int i = 0; i < calls.length; i++) {
                if (calls[i] != null) {
                    calls[i].run(engine.run);
                    natives.check(program.once.get(i).toString());
                }
            }
        }
        program.outputs.forEach((name, value) -> outputs.put(name, new Nd4jBuffer(engine, value.type(),
                value.shape.size(program.maxRows), memory.of(value.root.outermost())
                        + value.root.start() * Extents.width(value.type()), null)));
    }

    @Override
    public void run(RunArguments arguments) {
        throwFailure();
        int rows = arguments.rows();
        if (rows < 1 || rows > program.maxRows) {
            throw new BackendException("cannot run " + rows + " rows: the program takes 1 to " + program.maxRows);
        }
        if (closed) {
            throw new BackendException("the workspace is closed");
        }
        Slot slot = slots[turn];
        turn = 1 - turn;
        engine.worker.await(slot.ticket);
        slot.rows = rows;
        slot.seed = arguments.seed();
        slot.step = (int) arguments.step();
        System.arraycopy(arguments.scalars(), 0, slot.scalars, 0, slot.scalars.length);
        slot.ticket = engine.worker.submit(slot);
        for (Nd4jBuffer buffer : buffers) {
            buffer.used(slot.ticket);
        }
        for (Map.Entry<String, Value> output : program.outputs.entrySet()) {
            Nd4jBuffer buffer = outputs.get(output.getKey());
            buffer.used(slot.ticket);
            buffer.size(size(output.getValue().shape, rows));
        }
    }

    private static long size(Shape shape, int rows) {
        return shape.isBatched() ? shape.sizePerRow() * rows : shape.sizePerRow();
    }

    private void execute(Slot slot) {
        Run run = engine.run;
        run.seed = slot.seed;
        run.step = slot.step;
        for (int i = 0; i < slot.scalars.length; i++) {
            memory.scalarView.put(i, (float) slot.scalars[i]);
        }
        Instance instance = memory.instance(slot.rows);
        boolean accepted = true;
        for (int i = 0; i < instance.calls.length; i++) {
            if (i == program.guardAt) {
                accepted = instance.guard == null || instance.guard.get(0) != 0;
            }
            Call call = instance.calls[i];
            if (call != null && (accepted || !program.run.get(i).guarded)) {
                call.run(run);
                if (!instance.proven) {
                    engine.natives().check(program.run.get(i).toString());
                }
            }
        }
        if (instance.guard != null && instance.guard.get(0) == 0) {
            accepted = false;
            rejected++;
        }
        for (int i = 0; i < instance.stores.length; i++) {
            if (accepted || !instance.guardedStores[i]) {
                instance.stores[i].run(run);
            }
        }
        engine.natives().check("a run");
        instance.proven = accepted;
    }

    @Override
    public void await() {
        engine.worker.await(Math.max(slots[0].ticket, slots[1].ticket));
        throwFailure();
    }

    private void throwFailure() {
        BackendException failed = failure;
        if (failed != null) {
            failure = null;
            throw new BackendException(failed.getMessage(), failed);
        }
    }

    @Override
    public long rejected() {
        await();
        return rejected;
    }

    @Override
    public Buffer output(String name) {
        Nd4jBuffer buffer = outputs.get(name);
        if (buffer == null) {
            throw new BackendException("there is no output '" + name + "'; there are " + outputs.keySet());
        }
        return buffer;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        outputs.values().forEach(Nd4jBuffer::close);
        engine.call(() -> {
            engine.closed(memory);
            memory.close();
            return null;
        });
    }
}
