package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.backend.gpu.device.Dialect;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.backend.gpu.device.ProductLibrary;
import org.fascicle.backend.gpu.kernel.Delegation;
import org.fascicle.backend.gpu.kernel.Frame;
import org.fascicle.backend.gpu.kernel.GpuPolicy;
import org.fascicle.backend.gpu.kernel.LibraryProduct;
import org.fascicle.backend.gpu.kernel.Packing;
import org.fascicle.backend.gpu.kernel.Places;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.fascicle.backend.gpu.kernel.Rendering;
import org.fascicle.backend.gpu.kernel.Scratch;
import org.fascicle.backend.gpu.kernel.Splitting;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Copy;
import org.fascicle.compiler.pass.Fusion;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Placement;
import org.fascicle.compiler.pass.Schedule;
import org.jspecify.annotations.Nullable;

/** A graph, scheduled and with a place for every tensor. Immutable; holds no memory. */
final class Program {
    /** An input or a variable, and what its buffer must hold. */
    record Argument(String name, Type type, Shape shape) {}

    /** A tensor and where it lies. */
    record Value(Node node, Placement placement) {}

    private final Dialect dialect;
    final int maxRows;
    final int scalars;
    private final @Nullable Value guard;
    final Map<String, Value> outputs = new LinkedHashMap<>();
    final List<Argument> variables = new ArrayList<>();
    final List<Argument> inputs = new ArrayList<>();
    /** By node, the place of each constant among those that kernels read from memory. */
    final Map<Node, Integer> constants = new LinkedHashMap<>();
    /** The kernels for the greatest number of rows, to be compiled. */
    final List<Rendered> kernels;
    private final BufferPlan plan;
    private final @Nullable ProductLibrary library;
    /** How the library reads operands that are not packed. */
    private final Product.Elements reals;
    private final Packing packing;
    /** What lies behind all that is planned: regions for parts of sums, and packed forms. */
    private final Map<Node, Placement> beside = new HashMap<>();
    /** The reals of all. */
    private final long arena;

    /**
     * A program.
     *
     * @param library of products; null if there is none
     */
    Program(Graph graph, CompileSettings settings, Dialect dialect, @Nullable ProductLibrary library) {
        this.dialect = dialect;
        this.library = library;
        reals = settings.precision() == Precision.TF32 ? Product.Elements.TF32 : Product.Elements.FLOAT32;
        maxRows = settings.maxRows();
        scalars = graph.scalars().size();
        graph.nodes().forEach(this::requireCountable);
        GpuPolicy policy = new GpuPolicy(graph);
        Schedule schedule = Fusion.schedule(graph, settings.isFused() ? policy : FusionPolicy.NONE);
        plan = BufferPlan.of(schedule, maxRows, policy);
        guard = graph.guard().map(node -> new Value(node, plan.placement(node))).orElse(null);
        graph.nodes().stream().filter(node -> node.op() == Primitives.CONSTANT)
                .forEach(node -> constants.put(node, constants.size()));
        graph.outputs().forEach((name, node) -> outputs.put(name, new Value(node, plan.output(name))));
        graph.inputs().forEach((name, node) -> inputs.add(new Argument(name, node.type(), node.shape())));
        for (Variable variable : graph.variables()) {
            variables.add(new Argument(variable.path(), variable.type(), variable.shape()));
        }
        Delegation wishes = new Delegation(reals, (node, product) -> library != null && library.wants(product));
        long parts = Packing.aligned(schedule.kernels().stream().mapToLong(kernel -> Math
                .max(Splitting.scratch(kernel, maxRows), LibraryProduct.scratch(kernel, maxRows, wishes))).max().orElse(0));
        long end = Packing.aligned(plan.arena(Type.REAL));
        for (Node region : Scratch.regions()) {
            beside.put(region, Placement.arena(Type.REAL, end, parts));
            end += parts;
        }
        packing = new Packing(plan, maxRows, wishes, end);
        beside.putAll(packing.placements());
        arena = end + packing.placements().values().stream().mapToLong(Placement::elements).sum();
        kernels = render(maxRows, (node, placement) -> 0, wishes);
    }

    private void requireCountable(Node node) {
        long elements;
        try {
            elements = node.shape().size(maxRows);
        } catch (ShapeException e) {
            elements = Long.MAX_VALUE;
        }
        if (elements > Integer.MAX_VALUE) {
            throw new MemoryException(node.toString(), elements > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : elements * 4,
                    "a tensor on a GPU", Integer.MAX_VALUE * 4L, null);
        }
    }

    /** Whether some runs may be refused. */
    boolean isGuarded() {
        return guard != null;
    }

    /** How many elements the arena of a type has. */
    long arena(Type type) {
        return type == Type.REAL ? arena : plan.arena(type);
    }

    /** Where a tensor lies that kernels read or write. */
    Placement placement(Node node) {
        Placement place = beside.get(node);
        return place != null ? place : plan.placement(node);
    }

    /** What is copied when all kernels have run. */
    List<Copy> copies() {
        return plan.copies();
    }

    /** Where tensors lie in the memory of a workspace. */
    interface Layout {
        /** The number of the first element. */
        int offset(Node node, Placement placement);
    }

    /** The vendor's library of products; null if there is none. */
    @Nullable
    ProductLibrary library() {
        return library;
    }

    /**
     * The kernels for one number of rows, in their order, with products by the library among them. Used with the engine's monitor.
     *
     * @param declined gets the products that the library was to compute, and cannot
     */
    List<Rendered> render(int rows, Layout layout, Set<Node> declined) {
        return render(rows, layout, new Delegation(reals, (node, product) -> {
            if (library == null || !library.wants(product)) {
                return false;
            }
            boolean isThere = library.has(product);
            if (!isThere) {
                declined.add(node);
            }
            return isThere;
        }));
    }

    private List<Rendered> render(int rows, Layout layout, Delegation delegation) {
        @Nullable
        Node condition = guard == null ? null : guard.node();
        return Rendering.of(plan, rows, condition, dialect.waitsInBranches(), delegation, new Rendering.Layout() {
            @Override
            public Places of(@Nullable Kernel kernel) {
                int accepted = guard != null && kernel != null && kernel.isGuarded() ? Frame.ACCEPTED : -1;
                return new Places() {
                    @Override
                    public int offset(Node tensor) {
                        int at = layout.offset(tensor, placement(tensor));
                        return packing.isForm(tensor) ? Math.multiplyExact(2, at) : at;
                    }

                    @Override
                    public @Nullable Node packed(Node tensor) {
                        return packing.of(tensor);
                    }

                    @Override
                    public int guard() {
                        return accepted;
                    }
                };
            }

            @Override
            public boolean meet(Node one, Node other) {
                return placement(one).overlaps(placement(other));
            }
        });
    }

    /** Refuses what cannot run. */
    void requireRuns(int rows, int given) {
        if (rows < 1 || rows > maxRows) {
            throw new BackendException("cannot run " + rows + " rows: the program takes 1 to " + maxRows);
        } else if (given < scalars) {
            throw new BackendException("the graph has " + scalars + " scalars, the arguments " + given);
        }
    }
}
