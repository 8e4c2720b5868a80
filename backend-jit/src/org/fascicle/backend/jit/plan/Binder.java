package org.fascicle.backend.jit.plan;

import java.util.List;
import java.util.Objects;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.fused.ColumnSums;
import org.fascicle.backend.jit.fused.FusedTask;
import org.fascicle.backend.jit.fused.Space;
import org.fascicle.backend.jit.fused.Translation;
import org.fascicle.backend.jit.gemm.GemmException;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.kernel.Frame;
import org.fascicle.backend.jit.kernel.Loop;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.movement.FillTask;
import org.fascicle.backend.jit.movement.GatherTask;
import org.fascicle.backend.jit.movement.LineTask;
import org.fascicle.backend.jit.movement.Movements;
import org.fascicle.backend.jit.movement.ScatterTask;
import org.fascicle.backend.jit.random.Draws;
import org.fascicle.backend.jit.random.RandomTask;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.backend.jit.window.SumTask;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Copy;
import org.fascicle.compiler.pass.Cut;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Placement;
import org.jspecify.annotations.Nullable;

/** Makes the tasks of a program's kernels for one workspace and one number of rows. Used once. */
public final class Binder {
    private final Program program;
    private final BufferPlan plan;
    private final Places places;
    private final int rows;
    private final Binding binding;
    private final Products products;
    private final Natives natives;

    private Binder(Program program, Places places, int rows, @Nullable GemmLibrary library) {
        this.program = program;
        this.plan = program.plan;
        this.natives = program.tools.natives;
        this.places = places;
        this.rows = rows;
        this.binding = new Binding(program.tools.library.generation());
        this.products = new Products(program, places, rows, this::room, binding, library);
    }

    /**
     * The tasks.
     *
     * @param places where the workspace's tensors lie
     */
    public static Binding bind(Program program, Places places, int rows) {
        return bind(program, places, rows, program.tools.library.get());
    }

    private static Binding bind(Program program, Places places, int rows, @Nullable GemmLibrary library) {
        Binder binder = new Binder(program, places, rows, library);
        try {
            binder.bindAll();
        } catch (GemmException e) {
            binder.binding.close();
            program.tools.library.refuse(Objects.requireNonNull(library), e);
            return bind(program, places, rows, null);
        } catch (RuntimeException e) {
            binder.binding.close();
            throw e;
        }
        return binder.binding;
    }

    /** The tasks of a step of a loop, one for each operation or some. */
    static Binding step(Program program, Places places, int rows) {
        Binder binder = new Binder(program, places, rows, null);
        binder.bindKernels();
        return binder.binding;
    }

    private void bindAll() {
        bindKernels();
        program.plan.copies().forEach(this::copy);
        Phases.join(binding);
        program.tools.cache.compile();
    }

    private void bindKernels() {
        int at = 0;
        for (Kernel kernel : program.kernels) {
            if (at++ == program.guardedFrom) {
                binding.guardedFrom(binding.tasks.size());
            }
            Node cause = kernel.anchor().orElse(kernel.outputs().get(0));
            binding.begin(kernel);
            try {
                bind(kernel, cause);
                products.computed(kernel);
            } catch (BackendException | GemmException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new BackendException("jit cannot run " + cause + ": " + e, e);
            }
        }
        if (program.guardedFrom == program.kernels.size()) {
            binding.guardedFrom(binding.tasks.size());
        }
    }

    private void copy(Copy copy) {
        boolean isNumber = copy.from().home() == Placement.Home.NUMBER;
        binding.copies.add(new Binding.BoundCopy(copy.value(), isNumber ? null : places.of(copy.from()),
                places.of(copy.to()), size(copy.value()), copy.isGuarded()));
    }

    private void bind(Kernel kernel, Node cause) {
        boolean generated = kernel.anchor().map(Policy::isFold).orElse(cause.op() != Primitives.RANDOM_BITS);
        if (generated) {
            fused(kernel, cause);
        } else {
            single(kernel, cause);
        }
    }

    private void fused(Kernel kernel, Node cause) {
        Space space = new Space(kernel, rows);
        int elements = Movements.product(space.extents, 0, space.extents.length);
        if (elements == 0) {
            kernel.anchor().ifPresent(anchor -> fillEmpty(anchor, cause));
            return;
        }
        space.joinRows();
        Translation translation = new Translation(kernel, space);
        List<Space.Access> accesses = space.accesses();
        Frame frame = new Frame(accesses.size(), translation.numbers.size());
        frame.period = space.period;
        int[][] strides = new int[accesses.size()][];
        int[] begin = new int[accesses.size()];
        for (Space.Access access : accesses) {
            Room room = access.isIndex() ? indices(access, space) : room(access.source);
            frame.blocks[access.slot] = room.block;
            strides[access.slot] = access.strides;
            begin[access.slot] = room.offset;
        }
        for (int place = 0; place < translation.numbers.size(); place++) {
            feed(translation.numbers.get(place), frame, place);
        }
        Loop loop = program.tools.cache.of(translation.recipe);
        if (ColumnSums.suits(kernel, translation.recipe, space, rows) && isAlone(kernel)) {
            Room result = room(cause);
            ColumnSums sums = new ColumnSums(loop, frame, translation.recipe, space.extents, strides, begin, rows);
            binding.add(sums, cause);
            binding.add(new SumTask(natives, sums.partial, result, sums.blocks(), size(cause)), cause);
            return;
        }
        FusedTask task = new FusedTask(loop, frame, translation.recipe, space.extents, space.folded, strides, begin);
        binding.add(kernel.cut() == Cut.ROWS ? task.byRows(rows)
                : kernel.cut() == Cut.COLUMNS ? task.byColumns(kernel.columns()) : task, cause);
    }

    /** Whether no neighbour is cut along columns together with it. */
    private boolean isAlone(Kernel kernel) {
        int at = program.kernels.indexOf(kernel);
        return kernel.cut() == Cut.NONE || (at == 0 || program.kernels.get(at - 1).run() != kernel.run())
                && (at + 1 == program.kernels.size() || program.kernels.get(at + 1).run() != kernel.run());
    }

    private void fillEmpty(Node anchor, Node cause) {
        int size = size(anchor);
        if (size > 0) {
            float neutral = anchor.op() == Primitives.SUM ? 0f : Float.NEGATIVE_INFINITY;
            binding.add(new FillTask(natives, room(anchor), size, neutral), cause);
        }
    }

    /** The numbers 0, 1, 2, … along the axis of an iota. */
    private static Room indices(Space.Access access, Space space) {
        int count = access.source.shape().withRows(space.rows()).extent(access.source.attributes().integer("axis"));
        Room room = Room.allocate(Type.INT32, count, "indices");
        for (int i = 0; i < count; i++) {
            room.block.integer(room.offset + i, i);
        }
        return room;
    }

    private void single(Kernel kernel, Node node) {
        if (Windows.NAMES.contains(node.op().name())) {
            new Windows(program.tools, rows, this::room, this::feed).of(kernel, node)
                    .forEach(task -> binding.add(task, node));
            return;
        }
        Room y = room(node);
        switch (node.op().name()) {
            case "random_bits":
                binding.add(new RandomTask(program.tools.draws, y, size(node), rowsOf(kernel), new Draws.Key(node)),
                        node);
                break;
            case "matmul":
                if (size(node) > 0) {
                    products.add(kernel);
                }
                break;
            case "gather":
                if (!products.gather(kernel, node)) {
                    gather(kernel, node, y);
                }
                break;
            case "scatter_add":
                scatter(node, y);
                break;
            case "concat":
                plan.operandsToCopy(node)
                        .forEach(i -> binding.add(Movements.join(natives, node, i, rows, room(node.operand(i)), y), node));
                break;
            case "pad":
                Movements.pad(natives, node, rows, room(node.operand(0)), y).forEach(task -> binding.add(task, node));
                break;
            case "argmax":
                line(node, y, LineTask.Line.ARGMAX, node.attributes().integer("axis"), kernel);
                break;
            case "cumsum":
                line(node, y, LineTask.Line.CUMSUM, node.attributes().integer("axis"), kernel);
                break;
            case "argsort":
                line(node, y, LineTask.Line.ARGSORT, -1, kernel);
                break;
            case "scan":
                binding.add(new Loops(program, rows, this::room).of(node), node);
                break;
            case "sum":
                integerSum(node, y);
                break;
            default:
                binding.add(moved(node, room(node.operand(0)), y), node);
                break;
        }
    }

    private void feed(Node number, Frame frame, int place) {
        binding.feed(number, frame.numbers, place, frame.integer(place));
    }

    private int rowsOf(Kernel kernel) {
        return kernel.cut() == Cut.ROWS ? rows : 0;
    }

    private Task moved(Node node, Room x, Room y) {
        switch (node.op().name()) {
            case "reshape":
                return Movements.reshape(natives, node, rows, x, y);
            case "transpose":
                return Movements.transpose(natives, node, rows, x, y);
            case "broadcast":
                return Movements.broadcast(natives, node, rows, x, y);
            case "slice":
                return Movements.slice(natives, node, rows, x, y);
            case "reverse":
                return Movements.reverse(natives, node, rows, x, y);
            default:
                throw new BackendException("jit has no kernel for " + node);
        }
    }

    private void gather(Kernel kernel, Node node, Room y) {
        Node whole = node.operand(0);
        int[] x = Movements.extents(whole, rows);
        int axis = whole.shape().axis(node.attributes().integer("axis"));
        int batch = node.attributes().integer("batch");
        requireElements(node, x[axis], node.operand(1));
        GatherTask task =
                new GatherTask(natives, rowsOf(kernel), room(whole), room(node.operand(1)), y, Movements.product(x, 0, batch),
                        Movements.product(x, batch, axis), x[axis], Movements.product(x, axis + 1, x.length),
                        count(node.operand(1), batch));
        binding.add(task, node);
    }

    private void scatter(Node node, Room y) {
        int[] x = Movements.extents(node, rows);
        int axis = node.shape().axis(node.attributes().integer("axis"));
        int batch = node.attributes().integer("batch");
        requireElements(node, x[axis], node.operand(0));
        binding.add(new ScatterTask(natives, y, room(node.operand(0)), room(node.operand(1)), Movements.product(x, 0, batch),
                Movements.product(x, batch, axis), x[axis], Movements.product(x, axis + 1, x.length), count(node.operand(0),
                        batch)),
                node);
    }

    private void requireElements(Node node, int length, Node indices) {
        if (length == 0 && size(indices) > 0) {
            throw new BackendException("an index has nothing to point to: " + node);
        }
    }

    private int count(Node indices, int batch) {
        int[] extents = Movements.extents(indices, rows);
        return Movements.product(extents, batch, extents.length);
    }

    private void line(Node node, Room y, LineTask.Line line, int givenAxis, Kernel kernel) {
        Node x = node.operand(0);
        int[] extents = Movements.extents(x, rows);
        int axis = x.shape().axis(givenAxis);
        int inner = Movements.product(extents, axis + 1, extents.length);
        int lines = Movements.product(extents, 0, axis) * inner;
        binding.add(new LineTask(natives, rowsOf(kernel), room(x), y, line, lines, extents[axis], inner), node);
    }

    /** Axis by axis, in memory of its own but for the last. */
    private void integerSum(Node node, Room y) {
        Node x = node.operand(0);
        int[] extents = Movements.extents(x, rows);
        Room from = room(x);
        int[] axes = node.attributes().integers("axes");
        if (axes.length == 0) {
            binding.add(Movements.reshape(natives, node, rows, from, y), node);
        }
        for (int i = 0; i < axes.length; i++) {
            int inner = Movements.product(extents, axes[i] + 1, extents.length);
            int lines = Movements.product(extents, 0, axes[i]) * inner;
            Room to = i == axes.length - 1 ? y : Room.allocate(Type.INT32, lines, node.toString());
            binding.add(new LineTask(natives, 0, from, to, LineTask.Line.SUM, lines, extents[axes[i]], Math.max(1, inner)), node);
            extents[axes[i]] = 1;
            from = to;
        }
    }

    private int size(Node node) {
        return Math.toIntExact(node.shape().size(rows));
    }

    /** Where a node is; a number gets memory of its own. */
    private Room room(Node node) {
        Placement placement = plan.placement(node);
        if (placement.home() != Placement.Home.NUMBER) {
            return places.of(placement);
        }
        Room room = Room.allocate(node.type(), 1, node.toString());
        binding.feed(node, room.block, room.offset, room.offset);
        return room;
    }
}
