package org.fascicle.backend.gpu.run;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.kernel.Frame;
import org.fascicle.compiler.pass.Placement;
import org.lwjgl.system.MemoryUtil;

/** The memory of a workspace: arenas, constants, the frame of a run, and the buffers that are bound. Made and closed with the engine's monitor. */
final class Memory implements Program.Layout, AutoCloseable {
    private static final int WORD = 4;

    private final Engine engine;
    private final Program program;
    private final Map<String, GpuBuffer> arguments = new HashMap<>();
    private final Map<Type, Long> arenas = new EnumMap<>(Type.class);
    private final long constants;
    final long frame;
    /** Two words: how many runs were refused, and whether the one at hand is accepted. */
    final long state;

    Memory(Engine engine, Program program, Bindings bindings) {
        this.engine = engine;
        this.program = program;
        program.variables.forEach(variable -> bind(variable, bindings.variable(variable.name()), "variable "));
        program.inputs.forEach(input -> bind(input, bindings.input(input.name()), "input "));
        String what = "a workspace with " + program.maxRows + " rows";
        long[] made = new long[Type.values().length + 3];
        int count = 0;
        try {
            for (Type type : Type.values()) {
                long bytes = program.arena(type) * GpuBuffer.width(type);
                if (program.arena(type) > Integer.MAX_VALUE) {
                    throw new MemoryException(what, bytes, "an arena on a GPU", Integer.MAX_VALUE * (long) WORD, null);
                }
                arenas.put(type, made[count++] = engine.device().allocate(bytes, what));
            }
            frame = made[count++] = engine.device().allocate((long) WORD * (Frame.SCALARS + program.scalars), what);
            state = made[count++] = engine.device().allocate(2L * WORD, what);
            constants = made[count++] = engine.device().allocate((long) WORD * program.constants.size(), what);
            writeConstants(engine.device());
        } catch (RuntimeException e) {
            for (int i = 0; i < count; i++) {
                if (made[i] != 0) {
                    engine.device().free(made[i]);
                }
            }
            throw e;
        }
    }

    private void bind(Program.Argument argument, Buffer buffer, String what) {
        long needed = size(argument.shape(), program.maxRows);
        if (!(buffer instanceof GpuBuffer ours) || !ours.isOf(engine)) {
            throw new BackendException("the buffer of the " + what + "'" + argument.name() + "' is of another backend");
        } else if (buffer.type() != argument.type() || buffer.size() < needed) {
            throw new BackendException("the buffer of the " + what + "'" + argument.name() + "' holds " + buffer.size() + " "
                    + buffer.type() + ", but " + needed + " " + argument.type() + " are needed");
        } else {
            ours.requireOpen();
            arguments.put(what + argument.name(), ours);
        }
    }

    static long size(Shape shape, int rows) {
        return shape.isBatched() ? shape.sizePerRow() * rows : shape.sizePerRow();
    }

    private void writeConstants(Device device) {
        ByteBuffer words = MemoryUtil.memCalloc(Math.max(1, program.constants.size() * WORD));
        try {
            program.constants.forEach((node, at) -> words.putInt(at * WORD, bits(node)));
            words.limit(program.constants.size() * WORD);
            device.write(constants, 0, words);
        } finally {
            MemoryUtil.memFree(words);
        }
    }

    private static int bits(Node constant) {
        double value = constant.attributes().number("value");
        return switch (constant.type()) {
            case REAL -> Float.floatToRawIntBits((float) value);
            case INT32 -> (int) value;
            case UINT32 -> (int) (long) value;
            // The lowest byte is the first.
            default -> value != 0 ? 1 : 0;
        };
    }

    /** The buffers that are bound. */
    GpuBuffer[] bound() {
        return arguments.values().toArray(new GpuBuffer[0]);
    }

    /** The piece of memory in which a tensor lies. */
    long handle(Node node, Placement placement) {
        return switch (placement.home()) {
            case ARENA -> Objects.requireNonNull(arenas.get(node.type()));
            case VARIABLE -> argument("variable " + placement.name());
            case INPUT -> argument("input " + placement.name());
            default -> node.op() == Primitives.SCALAR ? frame : constants;
        };
    }

    private long argument(String name) {
        return Objects.requireNonNull(arguments.get(name), name).memory();
    }

    @Override
    public int offset(Node node, Placement placement) {
        if (placement.home() != Placement.Home.NUMBER) {
            return Math.toIntExact(placement.offset());
        } else if (node.op() == Primitives.SCALAR) {
            return Frame.SCALARS + node.attributes().integer("index");
        }
        return Objects.requireNonNull(program.constants.get(node)) * (node.type() == Type.BOOL ? WORD : 1);
    }

    @Override
    public void close() {
        Device device = engine.device();
        arenas.values().forEach(device::free);
        device.free(frame);
        device.free(state);
        device.free(constants);
    }
}
