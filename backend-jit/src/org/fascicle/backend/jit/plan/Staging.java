package org.fascicle.backend.jit.plan;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.movement.Movements;
import org.fascicle.backend.jit.product.CopyTask;
import org.fascicle.backend.jit.product.Multiplication;
import org.fascicle.backend.jit.product.Operand;
import org.fascicle.backend.jit.product.PairTask;
import org.fascicle.backend.jit.product.PickTask;
import org.fascicle.backend.jit.product.Rounding;
import org.fascicle.backend.jit.product.StageTask;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.compiler.pass.Cut;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Placement;
import org.fascicle.compiler.pass.Schedule;

/**
 * Brings tensors to where a library's products read them, each once for all products that read it so. What is computed row by row is
 * brought by whoever has computed it, everything else before the first product that reads it; what is gathered for products of bfloat16
 * alone is not written in binary32 at all. Used once.
 */
final class Staging {
    /** Of fewer columns a library puts the pairs of rows together as fast. */
    private static final int LEAST_COLUMNS = 32;

    private final Program program;
    private final Places places;
    private final int rows;
    private final Function<Node, Room> rooms;
    private final Binding binding;
    private final boolean readsPairs;
    private final Map<Node, Map<Layout, Staged>> staged = new LinkedHashMap<>();
    /** What kernels compute. */
    private final Set<Node> computed = new HashSet<>();
    /** What is read by others than the library's products. */
    private final Set<Node> otherwiseRead = new HashSet<>();

    /** How a tensor is brought: as it lies, or as a matrix in pairs of rows. */
    private static final class Layout {
        static final Layout HALVES = new Layout(0, 0);

        /** Of a matrix in pairs of rows; else 0. */
        final int height;
        final int width;

        Layout(int height, int width) {
            this.height = height;
            this.width = width;
        }

        boolean isInPairs() {
            return height > 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Layout && ((Layout) other).height == height;
        }

        @Override
        public int hashCode() {
            return height;
        }
    }

    /** A copy of a tensor. */
    private static final class Staged {
        final Operand operand;
        boolean isBrought;

        Staged(Operand operand) {
            this.operand = operand;
        }

    }

    Staging(Program program, Places places, int rows, Function<Node, Room> rooms, Binding binding, boolean readsPairs) {
        this.program = program;
        this.places = places;
        this.rows = rows;
        this.rooms = rooms;
        this.binding = binding;
        this.readsPairs = readsPairs;
        program.kernels.forEach(kernel -> computed.addAll(kernel.outputs()));
        program.graph.outputs().values().forEach(this::readOtherwise);
        program.graph.guard().ifPresent(this::readOtherwise);
        program.graph.commits().forEach(commit -> readOtherwise(commit.value()));
    }

    /** Takes note that a kernel of another kind reads something. */
    void readOtherwise(Kernel kernel) {
        kernel.inputs().forEach(this::readOtherwise);
    }

    // What is no kernel's result is a view of its operands.
    private void readOtherwise(Node node) {
        if (otherwiseRead.add(node) && !computed.contains(node)) {
            node.operands().forEach(this::readOtherwise);
        }
    }

    /** Takes note that the library will compute a product. */
    void expect(Multiplication of) {
        expect(of.a.source, layout(of, false));
        expect(of.b.source, layout(of, true));
    }

    private void expect(Node source, Layout layout) {
        Node base = base(source);
        staged.computeIfAbsent(base, node -> new LinkedHashMap<>()).computeIfAbsent(layout, given -> staged(base, given));
    }

    private Staged staged(Node base, Layout layout) {
        return new Staged(layout.isInPairs() ? Operand.inPairs(layout.height, layout.width)
                : new Operand(Element.BFLOAT16, size(base)));
    }

    Operand left(Multiplication of) {
        return bring(of.a.source, layout(of, false), of.isRowWise, false);
    }

    /**
     * The second operand. What no row of the batch depends on is there before the tasks that go row by row, and with it all that
     * is given to the program: the first product's threads wait for these copies, and no later one's do.
     */
    Operand right(Multiplication of) {
        if (of.isRowWise) {
            staged.forEach((node, copies) -> {
                if (isGiven(node) && !node.shape().isBatched()) {
                    copies.forEach((layout, copy) -> bring(node, layout, false, true));
                }
            });
        }
        return bring(of.b.source, layout(of, true), false, of.isRowWise);
    }

    private Layout layout(Multiplication of, boolean isRight) {
        boolean inPairs = isRight && readsPairs && !of.b.isTransposed && of.products == 1 && of.n >= LEAST_COLUMNS;
        return inPairs ? new Layout(of.k, of.n) : Layout.HALVES;
    }

    private Operand bring(Node source, Layout layout, boolean byRows, boolean early) {
        Staged copy = Objects.requireNonNull(staged.getOrDefault(base(source), Map.of()).get(layout));
        if (!copy.isBrought) {
            StageTask task = task(source, layout, copy.operand, byRows && isByRows(source, layout));
            binding.add(early ? task.early() : task, source);
            copy.isBrought = true;
        }
        return copy.operand;
    }

    private StageTask task(Node source, Layout layout, Operand to, boolean byRows) {
        Room from = rooms.apply(source);
        Rounding rounding = program.tools.rounding;
        StageTask task = layout.isInPairs() ? new PairTask(rounding, from, to, layout.height, layout.width)
                : byRows ? new CopyTask(rounding, from, to, rows, size(source) / rows)
                : new CopyTask(rounding, from, to, size(source), 1);
        return byRows ? task.byRows() : task;
    }

    /** Adds what brings the results of a kernel, whose tasks have just been added, to products that will read them. */
    void computed(Kernel kernel) {
        if (kernel.cut() == Cut.ROWS) {
            kernel.outputs().forEach(node -> staged.getOrDefault(node, Map.of()).forEach((layout, copy) -> {
                if (isByRows(node, layout)) {
                    bring(node, layout, true, false);
                }
            }));
        }
    }

    /** Gathers rows of an input straight to where products read them, rounded; says whether that is all that has to be done. */
    boolean pick(Kernel kernel, Node gather) {
        Map<Layout, Staged> wanted = staged.getOrDefault(gather, Map.of());
        Placement table = program.plan.placement(gather.operand(0));
        if (kernel.cut() != Cut.ROWS || gather.operand(1).shape().rank() != 1 || table.home() != Placement.Home.INPUT
                || !places.copies(table).rounded().isPossible() || otherwiseRead.contains(gather)
                || !wanted.keySet().equals(Set.of(Layout.HALVES))) {
            return false;
        }
        Staged copy = Objects.requireNonNull(wanted.get(Layout.HALVES));
        int length = Movements.extents(gather.operand(0), rows)[0];
        binding.add(new PickTask(program.tools.rounding, places.copies(table).rounded(), places.of(table),
                Math.toIntExact(table.offset()), length, rooms.apply(gather.operand(1)), copy.operand, rows, size(gather) / rows)
                .byRows(), gather);
        copy.isBrought = true;
        return true;
    }

    /** What a reshape lies in the place of, and what everything is known by here. */
    private Node base(Node source) {
        Node base = source;
        while (base.op() == Primitives.RESHAPE && !computed.contains(base) && !Schedule.isSource(base)) {
            base = base.operand(0);
        }
        return base;
    }

    private boolean isGiven(Node node) {
        return !computed.contains(node) && node.operands().stream().allMatch(this::isGiven);
    }

    /** Whether each row of the batch is a line, or some, of what is brought. */
    private boolean isByRows(Node node, Layout layout) {
        return node.shape().rank() > 0 && node.shape().extent(0) == Shape.ROWS && (!layout.isInPairs() || layout.height == rows);
    }

    private int size(Node node) {
        return Math.toIntExact(node.shape().size(rows));
    }
}
