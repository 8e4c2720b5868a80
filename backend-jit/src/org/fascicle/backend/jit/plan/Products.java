package org.fascicle.backend.jit.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmException;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.product.LibraryTask;
import org.fascicle.backend.jit.product.MatmulTask;
import org.fascicle.backend.jit.product.Multiplication;
import org.fascicle.backend.jit.product.Operand;
import org.fascicle.backend.jit.product.RoundTask;
import org.fascicle.backend.jit.product.TransposeTask;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of matrix products: those of bfloat16 by a library, where there is one, all others by compiled tiles. A tensor is copied or rounded once for all products that read it. Used once.
 */
final class Products {
    private final Tools tools;
    private final int rows;
    private final Function<Node, Room> rooms;
    private final Binding binding;
    private final @Nullable GemmLibrary library;
    private final Staging staging;
    private final Map<Kernel, Multiplication> byLibrary = new HashMap<>();
    private final Map<Node, Room> rounded = new HashMap<>();

    /** For a program; computed by a library where one is given and suits. */
    Products(Program program, Places places, int rows, Function<Node, Room> rooms, Binding binding,
            @Nullable GemmLibrary library) {
        this.tools = program.tools;
        this.rows = rows;
        this.rooms = rooms;
        this.binding = binding;
        this.library = library;
        this.staging = new Staging(program, places, rows, rooms, binding, library != null && library.readsPairs());
        program.kernels.forEach(this::expect);
    }

    private void expect(Kernel kernel) {
        Node anchor = kernel.anchor().orElse(null);
        if (library != null && anchor != null && anchor.op() == Primitives.MATMUL) {
            Multiplication of = new Multiplication(kernel, rows);
            if (of.elements() > 0 && of.k > 0 && of.element() == Element.BFLOAT16 && library.multiplies(Element.BFLOAT16)) {
                byLibrary.put(kernel, of);
                staging.expect(of);
                return;
            }
        }
        staging.readOtherwise(kernel);
    }

    /** Gathers for products; says whether nobody else has to. */
    boolean gather(Kernel kernel, Node node) {
        return staging.pick(kernel, node);
    }

    /** Adds what products need of a kernel whose tasks have been added. */
    void computed(Kernel kernel) {
        staging.computed(kernel);
    }

    /**
     * Adds the tasks of a product.
     *
     * @throws GemmException if the library cannot make it
     */
    void add(Kernel kernel) {
        Multiplication of = byLibrary.get(kernel);
        if (of != null) {
            Operand left = staging.left(of);
            binding.add(new LibraryTask(Objects.requireNonNull(library), left, staging.right(of), rooms.apply(of.node), of),
                    of.node);
        } else {
            addNative(new Multiplication(kernel, rows));
        }
    }

    private void addNative(Multiplication of) {
        boolean transposes = of.b.isTransposed && of.isRowWise && (long) of.k * of.n <= MatmulTask.SMALL;
        Room right = transposes ? transposed(of) : lying(of.b, of.node);
        MatmulTask task =
                new MatmulTask(tools.gemm, lying(of.a, of.node), right, rooms.apply(of.node), of.products, of.m, of.n, of.k,
                        of.a.isTransposed, of.b.isTransposed && !transposes);
        binding.add(of.isRowWise ? task.byRows() : task, of.node);
    }

    private Room lying(Multiplication.Side side, Node cause) {
        if (!side.isToBeRounded) {
            return rooms.apply(side.source);
        }
        return rounded.computeIfAbsent(side.source, source -> {
            Room room = Room.allocate(Type.REAL, size(source), "a rounded matrix");
            binding.add(new RoundTask(tools.rounding, rooms.apply(source), room, size(source)), cause);
            return room;
        });
    }

    /** A small matrix is transposed before the rows are begun, so that not every block of them does it. */
    private Room transposed(Multiplication of) {
        Room room = Room.allocate(Type.REAL, (long) of.k * of.n, "a transposed matrix");
        binding.add(new TransposeTask(tools.transposition, lying(of.b, of.node), room, 1, of.n, of.k, !of.b.isToBeRounded),
                of.node);
        return room;
    }

    private int size(Node node) {
        return Math.toIntExact(node.shape().size(rows));
    }
}
