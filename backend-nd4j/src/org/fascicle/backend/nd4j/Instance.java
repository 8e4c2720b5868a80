package org.fascicle.backend.nd4j;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.nd4j.kernel.Binding;
import org.fascicle.backend.nd4j.kernel.HostKernels;
import org.fascicle.backend.nd4j.kernel.MovementKernels;
import org.fascicle.backend.nd4j.kernel.Op;
import org.fascicle.backend.nd4j.kernel.Value;
import org.fascicle.backend.nd4j.natives.Block;
import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Extents;
import org.fascicle.backend.nd4j.natives.Natives;
import org.fascicle.backend.nd4j.natives.Ref;
import org.fascicle.backend.nd4j.natives.Run;
import org.fascicle.compiler.pass.Copy;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a workspace, and its program with all addresses filled in. Made, run and unbound on the worker's thread; afterwards any
 * may free the memory.
 */
final class Instance {
    /** Programs with different numbers of rows that are kept: full batches, the last one, and what evaluation asks for. */
    private static final int BINDINGS = 4;
    /** The bytes that a number takes. */
    private static final int NUMBER = 16;

    private final Engine engine;
    private final Natives natives;
    private final Program program;
    private final Binding.Addresses arguments;
    private final Map<Type, Block> arenas = new EnumMap<>(Type.class);
    private final Block scalars;
    private final FloatBuffer scalarView;
    private final Map<Node, Block> constants = new HashMap<>();
    private final LinkedHashMap<Integer, Bound> bound = new LinkedHashMap<>(8, 0.75f, true);
    private @Nullable Bound current;
    private volatile long rejected;
    /** How many of them the caller has heard of. */
    private volatile long reported;

    /** The calls for one number of rows. */
    private final class Bound implements AutoCloseable {
        final Binding binding;
        final Call[] calls;
        final Call[] copies;
        final boolean[] guardedCopies;
        final @Nullable ByteBuffer guard;
        boolean proven;

        Bound(int rows) {
            binding = new Binding(natives, Instance.this::address, rows);
            calls = binding.calls(program.ops, program.guardedFrom);
            List<Call> made = new ArrayList<>();
            guardedCopies = new boolean[program.copies.size()];
            for (Copy copy : program.copies) {
                Ref from = binding.ref(Value.of(copy.value(), copy.from()));
                guardedCopies[made.size()] = copy.isGuarded();
                made.add(HostKernels.copy(natives, from, binding.ref(Value.of(copy.value(), copy.to()))));
            }
            copies = made.toArray(new Call[0]);
            guard = program.guard == null ? null : binding.ref(program.guard).bytes();
        }

        @Override
        public void close() {
            binding.close();
        }
    }

    /**
     * Takes memory.
     *
     * @param arguments where variables and inputs lie
     */
    Instance(Engine engine, Program program, Binding.Addresses arguments) {
        this.engine = engine;
        this.natives = engine.natives();
        this.program = program;
        this.arguments = arguments;
        String what = "a workspace with " + program.maxRows + " rows";
        try {
            for (Type type : Type.values()) {
                arenas.put(type, new Block(program.arena(type) * Extents.width(type), what));
            }
            scalars = new Block((long) program.scalars * Float.BYTES, what);
            scalarView = Block.view(natives, scalars.address(), scalars.bytes()).asFloatBuffer();
        } catch (RuntimeException e) {
            arenas.values().forEach(Block::close);
            throw e;
        }
    }

    /** Where a tensor lies. */
    long address(Value value) {
        long offset = value.placement.offset() * Extents.width(value.type());
        switch (value.placement.home()) {
            case ARENA:
                return Objects.requireNonNull(arenas.get(value.type())).address() + offset;
            case NUMBER:
                return value.node.op() == Primitives.SCALAR
                        ? scalars.address() + (long) value.node.attributes().integer("index") * Float.BYTES
                        : constants.computeIfAbsent(value.node, this::constant).address();
            default:
                return arguments.of(value) + offset;
        }
    }

    private Block constant(Node node) {
        Block block = new Block(NUMBER, "a number");
        double number = node.attributes().number("value");
        ByteBuffer view = Block.view(natives, block.address(), NUMBER);
        if (node.type() == Type.BOOL) {
            view.put(0, (byte) (number != 0 ? 1 : 0));
        } else {
            view.putInt(0, MovementKernels.bits(node.type(), number));
        }
        return block;
    }

    void run(int rows, long seed, int step, double[] numbers) {
        Run run = engine.run;
        run.seed = seed;
        run.step = step;
        for (int i = 0; i < numbers.length; i++) {
            scalarView.put(i, (float) numbers[i]);
        }
        Bound now = bound(rows);
        int end = now.calls.length;
        for (int i = 0; i < end; i++) {
            if (i == program.guardedFrom && isRefused(now)) {
                break;
            }
            if (now.calls[i] != null) {
                now.calls[i].run(run);
                if (!now.proven) {
                    check(program.ops.get(i));
                }
            }
        }
        boolean accepted = !isRefused(now);
        for (int i = 0; i < now.copies.length; i++) {
            if (accepted || !now.guardedCopies[i]) {
                now.copies[i].run(run);
            }
        }
        check(null);
        now.proven |= accepted;
        if (!accepted) {
            rejected = rejected + 1;
        }
    }

    private boolean isRefused(Bound now) {
        return now.guard != null && (now.guard.get(0) == 0 || rejected != reported);
    }

    private void check(@Nullable Op op) {
        String error = natives.error();
        if (error != null) {
            throw new BackendException("nd4j failed" + (op == null ? "" : " in " + op) + ": " + error);
        }
    }

    private Bound bound(int rows) {
        Bound last = current;
        if (last != null && last.binding.rows == rows) {
            return last;
        }
        Bound found = bound.get(rows);
        if (found == null) {
            found = new Bound(rows);
            bound.put(rows, found);
        }
        current = found;
        if (bound.size() > BINDINGS) {
            Iterator<Bound> eldest = bound.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
        return found;
    }

    /** How many runs left out their guarded commits; those behind this, when no run goes on, are let through again. */
    long rejected() {
        reported = rejected;
        return reported;
    }

    /** How many such runs are known of. */
    long rejectedSoFar() {
        return rejected;
    }

    /** Gives back what native code made for it; it runs no more. */
    void unbind() {
        bound.values().forEach(Bound::close);
        bound.clear();
        current = null;
    }

    /** Gives the memory back. */
    void free() {
        arenas.values().forEach(Block::close);
        constants.values().forEach(Block::close);
        scalars.close();
    }
}
