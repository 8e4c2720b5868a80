package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.kernel.Decision;
import org.fascicle.backend.gpu.kernel.FixedKernel;
import org.fascicle.backend.gpu.kernel.Frame;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.fascicle.compiler.pass.Copy;
import org.fascicle.compiler.pass.Cost;

/** Makes all that a run of a program asks for ready, in one order: kernels, then what is copied. */
final class Calls {
    private final Engine engine;
    private final Program program;
    private final Memory memory;

    Calls(Engine engine, Program program, Memory memory) {
        this.engine = engine;
        this.program = program;
        this.memory = memory;
    }

    /** All calls of a run with a number of rows, as one. */
    Call of(int rows) {
        return engine.device().capture(new ArrayList<>(each(rows).values()));
    }

    /** The calls of a run, with what a profile says of each. */
    Map<Profile.Part, Call> each(int rows) {
        List<Rendered> kernels = new ArrayList<>();
        Map<Profile.Part, Launch> launches = new LinkedHashMap<>();
        List<Rendered> rendered = program.render(rows, memory);
        for (int i = 0; i < rendered.size(); i++) {
            kernels.add(rendered.get(i));
            launches.put(Costs.of(rendered, i, rows), launch(rendered.get(i)));
        }
        for (Copy copy : program.copies()) {
            Node value = copy.value();
            int count = Math.toIntExact(Memory.size(value.shape(), rows));
            Rendered kernel =
                    FixedKernel.copy(value.type(), copy.isGuarded() && program.isGuarded() ? Frame.ACCEPTED : -1,
                            memory.offset(value, copy.from()),
                            memory.offset(value, copy.to()), count);
            kernels.add(kernel);
            launches.put(
                    Profile.Part.of("copy", List.of(value.provenance()), launches.size(), true,
                            2 * Cost.bytes(value, rows, Float.BYTES), 0, 0),
                    launch(kernel, List.of(memory.handle(value, copy.from()), memory.handle(value, copy.to()))));
        }
        engine.compile(kernels);
        Map<Profile.Part, Call> calls = new LinkedHashMap<>();
        try {
            launches.forEach((part, launch) -> calls.put(part, engine.prepare(launch)));
        } catch (RuntimeException e) {
            calls.values().forEach(Call::close);
            throw e;
        }
        return calls;
    }

    private Launch launch(Rendered kernel) {
        return launch(kernel, kernel.arrays().stream().map(this::handle).toList());
    }

    private long handle(Node array) {
        return array == Decision.state() ? memory.state : memory.handle(array, program.placement(array));
    }

    private Launch launch(Rendered kernel, List<Long> arrays) {
        List<Long> handles = new ArrayList<>(List.of(memory.frame, memory.state));
        handles.addAll(arrays);
        int[] words = kernel.words().stream().mapToInt(word -> word).toArray();
        return new Launch(kernel.name(), words, handles, kernel.groups(), Rendered.THREADS);
    }
}
