package org.fascicle.backend.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/** A workspace: runs node after node in the thread that calls, then commits. One thread at a time. */
final class RunningInstance implements Workspace {
    private final Graph graph;
    private final int maxRows;
    private final Map<String, ArrayBuffer> outputs = new HashMap<>();
    private Assembly assembly;
    private BoundBuffers bound;
    private int rows;
    private long rejected;

    RunningInstance(Graph graph, CompileSettings settings, Assembly assembly, BoundBuffers bound) {
        this.graph = graph;
        this.maxRows = settings.maxRows();
        this.assembly = assembly;
        this.bound = bound;
        graph.outputs().forEach((name, node) -> {
            Tensor tensor = assembly.tensors[node.index()];
            outputs.put(name, new ArrayBuffer(node.type(), settings.precision(), tensor.reals, tensor.integers));
        });
        resize(maxRows);
    }

    @Override
    public void run(RunArguments arguments) {
        requireOpen();
        require(arguments);
        if (arguments.rows() != rows) {
            resize(arguments.rows());
        }
        compute(arguments);
        commit();
    }

    /** Returns at once: runs end in {@link #run}. */
    @Override
    public void await() {}

    @Override
    public long rejected() {
        return rejected;
    }

    @Override
    public Buffer output(String name) {
        requireOpen();
        ArrayBuffer output = outputs.get(name);
        if (output == null) {
            throw new BackendException("there is no output '" + name + "', only " + graph.outputs().keySet());
        }
        return output;
    }

    @Override
    public void close() {
        outputs.values().forEach(ArrayBuffer::close);
        assembly = null;
        bound = null;
    }

    private void compute(RunArguments arguments) {
        Kernel[] kernels = assembly.kernels;
        int at = 0;
        try {
            for (; at < kernels.length; at++) {
                if (kernels[at] != null) {
                    kernels[at].run(arguments);
                }
            }
        } catch (RuntimeException e) {
            throw new BackendException("the operation failed: " + graph.nodes().get(at) + ": " + e, e);
        }
    }

    private void commit() {
        boolean accepted = graph.guard().isEmpty() || value(graph.guard().get()).integers[0] != 0;
        if (!accepted) {
            rejected++;
        }
        List<Commit> commits = graph.commits();
        for (int i = 0; i < commits.size(); i++) {
            Commit commit = commits.get(i);
            if (accepted || !commit.isGuarded()) {
                Tensor value = value(commit.value());
                System.arraycopy(value.array(), 0, bound.of(commit.variable()).array(), 0, value.size());
            }
        }
    }

    private Tensor value(Node node) {
        return assembly.tensors[node.index()];
    }

    private void resize(int newRows) {
        rows = newRows;
        for (Tensor tensor : assembly.tensors) {
            tensor.rows(rows);
        }
        for (Kernel kernel : assembly.kernels) {
            if (kernel != null) {
                kernel.resize();
            }
        }
        graph.outputs().forEach((name, node) -> outputs.get(name).resize(value(node).size()));
    }

    private void require(RunArguments arguments) {
        if (arguments.rows() < 1 || arguments.rows() > maxRows) {
            throw new BackendException("a run of " + arguments.rows() + " rows of a program for 1 to " + maxRows);
        }
        if (arguments.scalars().length < graph.scalars().size()) {
            throw new BackendException("the graph has " + graph.scalars().size() + " scalars, the arguments "
                    + arguments.scalars().length);
        }
    }

    private void requireOpen() {
        if (assembly == null) {
            throw new BackendException("the workspace is closed");
        }
    }
}
