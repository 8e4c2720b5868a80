package org.fascicle.backend.jit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmException;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.movement.Movements;
import org.fascicle.backend.jit.product.LibraryTask;
import org.fascicle.backend.jit.product.MatmulTask;
import org.fascicle.backend.jit.product.Operand;
import org.fascicle.backend.jit.product.RoundTask;
import org.fascicle.backend.jit.product.StageTask;
import org.fascicle.backend.jit.product.TurnTask;
import org.fascicle.backend.jit.task.Room;

/**
 * The tasks of matrix products: in Java, or, where that is faster, by a library on copies outside the heap. Which one is a function of
 * the shape, the elements and the library alone. A tensor is copied or rounded once for all products that read it.
 */
final class Products {
    /** Below so many multiplications per element that has to be copied, Java is done before the copy would be. */
    private static final long WORTH_COPYING = 128;
    /** The same for plain loops, which are slower. */
    private static final long WORTH_COPYING_BESIDE_PLAIN_LOOPS = 4;

    private final Engine engine;
    private final int rows;
    private final Function<Node, Room> rooms;
    private final Binding binding;
    private final Map<Node, Operand> floats = new HashMap<>();
    private final Map<Node, Operand> halves = new HashMap<>();
    private final Map<Node, Room> rounded = new HashMap<>();

    Products(Engine engine, int rows, Function<Node, Room> rooms, Binding binding) {
        this.engine = engine;
        this.rows = rows;
        this.rooms = rooms;
        this.binding = binding;
    }

    /**
     * Adds the tasks of a product.
     *
     * @param inside the nodes of its kernel: transposes and roundings that it reads through among them
     * @param isRowWise whether each row of the batch is a row of the first matrix
     */
    void add(Node node, List<Node> inside, boolean isRowWise) {
        int[] result = Movements.extents(node, rows);
        int[] left = Movements.extents(node.operand(0), rows);
        int last = result.length - 1;
        Side a = new Side(node, 0, inside);
        Side b = new Side(node, 1, inside);
        LibraryTask.Sizes sizes = new LibraryTask.Sizes(Movements.product(result, 0, last - 1), result[last - 1], result[last],
                left[node.attributes().flag("transpose_a") ? last - 1 : last], a.isTurned, b.isTurned);
        Element element = a.isRounded && b.isRounded ? Element.BFLOAT16 : Element.FLOAT32;
        GemmLibrary library = engine.library.get();
        if (library != null && sizes.k > 0 && suits(library, element, sizes, a.isToBeRounded || b.isToBeRounded)) {
            try {
                byLibrary(library, element, a, b, sizes, node);
                return;
            } catch (GemmException e) {
                engine.library.refuse(library, e);
            }
        }
        boolean turns = sizes.turnedB && isRowWise && (long) sizes.k * sizes.n <= MatmulTask.SMALL;
        Room right = turns ? turned(b, node, sizes) : inJava(b, node);
        MatmulTask task = new MatmulTask(engine.gemm, inJava(a, node), right, rooms.apply(node), sizes.products, sizes.m, sizes.n,
                sizes.k, sizes.turnedA, sizes.turnedB && !turns);
        binding.add(isRowWise ? task.byRows() : task, node);
    }

    private boolean suits(GemmLibrary library, Element element, LibraryTask.Sizes sizes, boolean isRounding) {
        if (!library.multiplies(element)) {
            return false;
        }
        if (element == Element.BFLOAT16) {
            return true;
        }
        long multiplications = (long) sizes.m * sizes.n * sizes.k;
        long copied = (long) sizes.m * sizes.k + (long) sizes.k * sizes.n + (long) sizes.m * sizes.n;
        long worth = engine.cache.form() == Form.VECTOR ? WORTH_COPYING : WORTH_COPYING_BESIDE_PLAIN_LOOPS;
        return !isRounding && multiplications >= copied * worth;
    }

    private void byLibrary(GemmLibrary library, Element element, Side a, Side b, LibraryTask.Sizes sizes, Node node) {
        Map<Node, Operand> known = element == Element.BFLOAT16 ? halves : floats;
        Operand left = operand(known, element, a);
        Operand right = b.source == a.source ? left : operand(known, element, b);
        LibraryTask task = new LibraryTask(library, left, right, rooms.apply(node), sizes);
        stage(known, a, left, node);
        stage(known, b, right, node);
        binding.add(task, node);
    }

    private Operand operand(Map<Node, Operand> known, Element element, Side side) {
        Operand operand = known.get(side.source);
        return operand != null ? operand : new Operand(element, size(side.source));
    }

    private void stage(Map<Node, Operand> known, Side side, Operand to, Node cause) {
        if (known.putIfAbsent(side.source, to) == null) {
            binding.add(new StageTask(engine.rounding, rooms.apply(side.source), size(side.source), to), cause);
        }
    }

    private Room inJava(Side side, Node cause) {
        if (!side.isToBeRounded) {
            return rooms.apply(side.source);
        }
        return rounded.computeIfAbsent(side.source, source -> {
            Room room = Room.allocate(Type.REAL, size(source), "a rounded matrix");
            binding.add(new RoundTask(rooms.apply(source), room, size(source)), cause);
            return room;
        });
    }

    /** A small matrix is turned before the rows are begun, so that not every block of them does it. */
    private Room turned(Side b, Node cause, LibraryTask.Sizes sizes) {
        Room room = Room.allocate(Type.REAL, (long) sizes.k * sizes.n, "a turned matrix");
        binding.add(new TurnTask(inJava(b, cause), room, 1, sizes.n, sizes.k, !b.isToBeRounded), cause);
        return room;
    }

    private int size(Node node) {
        return Math.toIntExact(node.shape().size(rows));
    }

    /** An operand as it lies in memory. */
    private static final class Side {
        /** What is in memory. */
        final Node source;
        final boolean isTurned;
        /** Whether it consists of numbers that bfloat16 has, once it is rounded if it is to be. */
        final boolean isRounded;
        final boolean isToBeRounded;

        Side(Node product, int at, List<Node> inside) {
            Node operand = product.operand(at);
            boolean isInside = inside.contains(operand);
            boolean transposes = isInside && operand.op() == Primitives.TRANSPOSE;
            source = isInside ? operand.operand(0) : operand;
            isTurned = product.attributes().flag(at == 0 ? "transpose_a" : "transpose_b") ^ transposes;
            isToBeRounded = isInside && !transposes;
            isRounded = isToBeRounded || Bfloat16.isRounding(source.op(), source.attributes());
        }
    }
}
