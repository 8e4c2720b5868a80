package org.fascicle.backend.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Graph;
import org.jspecify.annotations.Nullable;

/** A workspace: runs node after node in the thread that calls, then commits. A thread that closes it waits for the run at hand. */
final class RunningInstance implements Workspace {
    private final Program program;
    private final Running running;
    private final Graph graph;
    private final int maxRows;
    private final Map<String, ArrayBuffer> outputs = new HashMap<>();
    /** Of the commits' variables: a run that has begun ends whole, though its buffers are closed meanwhile. */
    private final List<Object> targets = new ArrayList<>();
    private final BoundBuffers bound;
    /** Null when it is closed. */
    private @Nullable Assembly assembly;
    private int rows;
    private long rejected;
    /** How many of them the caller has heard of. */
    private long reported;

    RunningInstance(Program program, Running running, Graph graph, CompileSettings settings, Assembly assembly,
            BoundBuffers bound) {
        this.program = program;
        this.running = running;
        this.graph = graph;
        this.maxRows = settings.maxRows();
        this.assembly = assembly;
        this.bound = bound;
        graph.outputs().forEach((name, node) -> outputs.put(name,
                ArrayBuffer.output(running, settings.precision(), assembly.tensors[node.index()])));
        graph.commits().forEach(commit -> targets.add(bound.of(commit.variable()).array()));
        resize(assembly, maxRows);
    }

    @Override
    public synchronized void run(RunArguments arguments) {
        Assembly open = open();
        bound.requireOpen();
        running.require();
        require(arguments);
        if (arguments.rows() != rows) {
            resize(open, arguments.rows());
        }
        compute(open.kernels, arguments);
        commit(open);
    }

    /** Waits for another thread's run; one's own end in {@link #run}. */
    @Override
    public synchronized void await() {}

    @Override
    public synchronized long rejected() {
        reported = rejected;
        return rejected;
    }

    @Override
    public synchronized long rejectedSoFar() {
        return rejected;
    }

    @Override
    public synchronized Buffer output(String name) {
        open();
        ArrayBuffer output = outputs.get(name);
        if (output == null) {
            throw new BackendException("there is no output '" + name + "', only " + graph.outputs().keySet());
        }
        return output;
    }

    @Override
    public synchronized void close() {
        outputs.values().forEach(ArrayBuffer::release);
        targets.clear();
        assembly = null;
        program.closed(this);
    }

    private void compute(@Nullable Kernel[] kernels, RunArguments arguments) {
        int at = 0;
        try {
            for (; at < kernels.length; at++) {
                Kernel kernel = kernels[at];
                if (kernel != null) {
                    kernel.run(arguments);
                }
            }
        } catch (RuntimeException e) {
            throw new BackendException("the operation failed: " + graph.nodes().get(at) + ": " + e, e);
        }
    }

    private void commit(Assembly open) {
        boolean accepted = graph.guard().isEmpty() || open.tensor(graph.guard().get()).integers[0] != 0 && rejected == reported;
        if (!accepted) {
            rejected++;
        }
        List<Commit> commits = graph.commits();
        for (int i = 0; i < commits.size(); i++) {
            Commit commit = commits.get(i);
            if (accepted || !commit.isGuarded()) {
                Tensor value = open.tensor(commit.value());
                System.arraycopy(value.array(), 0, targets.get(i), 0, value.size());
            }
        }
    }

    private void resize(Assembly open, int newRows) {
        rows = newRows;
        for (Tensor tensor : open.tensors) {
            tensor.rows(rows);
        }
        for (Kernel kernel : open.kernels) {
            if (kernel != null) {
                kernel.resize();
            }
        }
        graph.outputs().forEach((name, node) -> Objects.requireNonNull(outputs.get(name)).resize(open.tensor(node).size()));
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

    private Assembly open() {
        Assembly open = assembly;
        if (open == null) {
            throw new ClosedException("the workspace is closed");
        }
        return open;
    }
}
