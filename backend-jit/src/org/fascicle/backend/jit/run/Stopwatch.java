package org.fascicle.backend.jit.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.plan.Binding;
import org.fascicle.backend.jit.plan.Program;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.compiler.pass.Copy;
import org.fascicle.compiler.pass.Cost;
import org.fascicle.compiler.pass.Kernel;

/**
 * Measures one run, task by task, and reports it kernel by kernel. What else runs block by block in one phase is run one after
 * the other while it is measured, so that the sum is more than an unmeasured run takes.
 */
final class Stopwatch {
    private final Program program;
    private final Binding binding;
    private final int rows;
    private final Map<Kernel, long[]> kernels = new LinkedHashMap<>();
    private final Map<Kernel, Integer> phases = new LinkedHashMap<>();
    private final long[] copies;
    private long last = System.nanoTime();

    Stopwatch(Program program, Binding binding, int rows) {
        this.program = program;
        this.binding = binding;
        this.rows = rows;
        this.copies = new long[binding.copies.size()];
    }

    /** What went before belongs to no task. */
    void begin() {
        last = System.nanoTime();
    }

    /** A task has ended, of which unmeasured runs join several to one phase. */
    void ended(Task task, int phase) {
        Kernel kernel = binding.kernel(task);
        kernels.computeIfAbsent(kernel, k -> new long[1])[0] += lap();
        phases.putIfAbsent(kernel, phase);
    }

    void copyEnded(int at) {
        copies[at] = lap();
    }

    private long lap() {
        long now = System.nanoTime();
        long lap = now - last;
        last = now;
        return lap;
    }

    Profile profile() {
        List<Profile.Part> parts = new ArrayList<>();
        kernels.forEach((kernel, nanos) -> parts.add(Cost.part(kernel, rows, Float.BYTES,
                Objects.requireNonNull(phases.get(kernel)), nanos[0])));
        for (int at = 0; at < copies.length; at++) {
            Copy copy = program.plan.copies().get(at);
            Node value = copy.value();
            parts.add(Profile.Part.of("copy", List.of(value.provenance()), binding.tasks.size(), true,
                    2 * Cost.bytes(value, rows, Float.BYTES), 0, copies[at]));
        }
        return Profile.of(parts);
    }
}
