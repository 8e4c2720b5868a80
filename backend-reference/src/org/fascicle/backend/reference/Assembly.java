package org.fascicle.backend.reference;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * A tensor and a kernel for each node of a graph, each kernel reading the tensors of its operands. A variable or input is
 * read where it is bound, unless it is an output or committed as it stands: then it is copied first, since what it is bound
 * to may change.
 */
final class Assembly {
    /** By the nodes' indices. */
    final Tensor[] tensors;
    /** By the nodes' indices; null where there is nothing to compute. */
    final @Nullable Kernel[] kernels;
    private final CompileSettings settings;
    private final Memory memory;
    private final Function<Node, Tensor> sources;
    private final Map<Node, Loop> loops;

    /**
     * An assembly of a program.
     *
     * @param bound the buffers to read; null if the memory only measures
     */
    static Assembly of(Graph graph, CompileSettings settings, Memory memory, @Nullable BoundBuffers bound) {
        return new Assembly(graph, settings, memory, node -> bound(node, settings, memory, bound));
    }

    /**
     * An assembly.
     *
     * @param sources gives the tensor of an input or a variable
     */
    Assembly(Graph graph, CompileSettings settings, Memory memory, Function<Node, Tensor> sources) {
        int size = graph.nodes().size();
        this.tensors = new Tensor[size];
        this.kernels = new @Nullable Kernel[size];
        this.settings = settings;
        this.memory = memory;
        this.sources = sources;
        this.loops = Loop.of(graph);
        Set<Node> kept = kept(graph);
        for (Node node : graph.nodes()) {
            if (Kernels.isBound(node)) {
                read(node, kept.contains(node));
            } else if (loops.containsKey(node)) {
                loop(node, loops.get(node));
            } else {
                compute(node);
            }
        }
    }

    /** The value of a node. */
    Tensor tensor(Node node) {
        return tensors[node.index()];
    }

    private static Set<Node> kept(Graph graph) {
        Set<Node> kept = new HashSet<>(graph.outputs().values());
        graph.commits().stream().map(Commit::value).forEach(kept::add);
        return kept;
    }

    private void read(Node node, boolean copied) {
        Tensor there = sources.apply(node);
        tensors[node.index()] = there;
        if (copied) {
            Tensor copy = Tensor.allocate(node, settings.maxRows(), memory);
            tensors[node.index()] = copy;
            kernels[node.index()] = arguments -> System.arraycopy(there.array(), 0, copy.array(), 0, copy.size());
        }
    }

    private static Tensor bound(Node node, CompileSettings settings, Memory memory, @Nullable BoundBuffers bound) {
        if (bound == null) {
            return new Tensor(node, settings.maxRows(), memory, Memory.NO_REALS, Memory.NO_INTEGERS);
        }
        Object array = bound.of(node).array();
        return node.type() == Type.REAL ? new Tensor(node, settings.maxRows(), memory, (double[]) array, Memory.NO_INTEGERS)
                : new Tensor(node, settings.maxRows(), memory, Memory.NO_REALS, (int[]) array);
    }

    /** The first result of a loop computes all of them. */
    private void loop(Node node, Loop loop) {
        if (node != loop.results().get(0)) {
            return;
        }
        for (Node result : loop.results()) {
            tensors[result.index()] = Tensor.allocate(result, settings.maxRows(), memory);
        }
        kernels[node.index()] = new LoopKernel(loop, settings, memory, this::tensor);
    }

    private void compute(Node node) {
        List<Tensor> operands = node.operands().stream()
                .map(operand -> tensors[operand.index()]).collect(Collectors.toList());
        Tensor result = Tensor.allocate(node, settings.maxRows(), memory);
        Kernel kernel = Kernels.of(result, operands);
        tensors[node.index()] = result;
        kernels[node.index()] = settings.precision() == Precision.FLOAT32 && result.isReal()
                ? Kernels.rounded(kernel, result)
                : kernel;
    }
}
