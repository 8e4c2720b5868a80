package org.fascicle.backend.jit.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.plan.Places;
import org.fascicle.backend.jit.plan.Program;
import org.fascicle.backend.jit.product.Copies;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.compiler.pass.Placement;

/** The memory of one workspace: its own and that which is bound. */
final class Memory implements Places {
    private final Map<Type, Room> arenas = new EnumMap<>(Type.class);
    private final Map<String, JitBuffer> variables = new HashMap<>();
    private final Map<String, JitBuffer> inputs = new HashMap<>();
    private final List<JitBuffer> bound = new ArrayList<>();
    /** What is kept until this is closed. */
    private final List<Block> blocks = new ArrayList<>();

    Memory(Program program, Bindings bindings) {
        for (Variable variable : program.graph.variables()) {
            JitBuffer buffer =
                    checked(bindings.variable(variable.path()), "the variable '" + variable.path() + "'", variable.type(),
                            variable.shape(), program.maxRows);
            variables.put(variable.path(), buffer);
        }
        for (Map.Entry<String, Node> input : program.graph.inputs().entrySet()) {
            Node node = input.getValue();
            inputs.put(input.getKey(), checked(bindings.input(input.getKey()), "the input '" + input.getKey() + "'",
                    node.type(), node.shape(), program.maxRows));
        }
        try {
            retain();
            allocate(program);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void retain() {
        for (JitBuffer buffer : bound) {
            Block block = buffer.room().block;
            if (!block.retain()) {
                throw new ClosedException("the " + buffer + " is closed");
            }
            blocks.add(block);
        }
    }

    private void allocate(Program program) {
        for (Type type : Type.values()) {
            long elements = program.plan.arena(type);
            if (elements > 0) {
                Room arena = Room.allocate(type, elements, "a workspace with " + program.maxRows + " rows");
                arenas.put(type, arena);
                blocks.add(arena.block);
            }
        }
    }

    /** Gives back its own memory, and that which nobody else needs. No run may be under way. */
    void close() {
        blocks.forEach(Block::release);
        blocks.clear();
    }

    @Override
    public Room of(Placement placement) {
        switch (placement.home()) {
            case VARIABLE:
                return variable(placement.name()).room().from(placement.offset());
            case INPUT:
                return input(placement.name()).room().from(placement.offset());
            case ARENA:
                Room arena = arenas.get(placement.type());
                return arena == null ? Room.allocate(placement.type(), 0, "nothing") : arena.from(placement.offset());
            default:
                throw new IllegalStateException("no place: " + placement);
        }
    }

    @Override
    public Copies copies(Placement placement) {
        return (placement.home() == Placement.Home.VARIABLE ? variable(placement.name()) : input(placement.name())).copies();
    }

    /** The variables that a program writes. */
    List<JitBuffer> written(Program program) {
        List<JitBuffer> written = new ArrayList<>();
        program.graph.commits().forEach(commit -> written.add(variable(commit.variable().path())));
        return written;
    }

    private JitBuffer variable(String path) {
        return Objects.requireNonNull(variables.get(path));
    }

    private JitBuffer input(String name) {
        return Objects.requireNonNull(inputs.get(name));
    }

    /** Refuses to go on when a buffer that is bound has been closed. A run that has begun goes on with its memory. */
    void requireOpen() {
        for (int i = 0; i < bound.size(); i++) {
            bound.get(i).requireOpen();
        }
    }

    private JitBuffer checked(Buffer buffer, String what, Type type, Shape shape, int maxRows) {
        long elements = shape.size(maxRows);
        if (!(buffer instanceof JitBuffer)) {
            throw new BackendException("the buffer of " + what + " is another backend's: " + buffer);
        }
        if (buffer.type() != type) {
            throw new BackendException("the buffer of " + what + " must be of " + type + ": " + buffer);
        }
        if (buffer.size() < elements) {
            throw new BackendException("the buffer of " + what + " must have " + elements + " elements for " + shape
                    + " with "
                    + maxRows + " rows: " + buffer);
        }
        bound.add((JitBuffer) buffer);
        return (JitBuffer) buffer;
    }
}
