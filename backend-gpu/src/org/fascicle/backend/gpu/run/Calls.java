package org.fascicle.backend.gpu.run;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Launch;
import org.fascicle.backend.gpu.kernel.FixedKernel;
import org.fascicle.backend.gpu.kernel.Frame;
import org.fascicle.backend.gpu.kernel.Rendered;
import org.fascicle.compiler.pass.Copy;

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

    /** The calls for a number of rows. */
    Call[] of(int rows) {
        List<Rendered> kernels = program.render(rows, memory);
        List<Launch> launches = new ArrayList<>();
        kernels.forEach(kernel -> launches.add(launch(kernel)));
        for (Copy copy : program.copies()) {
            Node value = copy.value();
            int count = Math.toIntExact(Memory.size(value.shape(), rows));
            Rendered kernel =
                    FixedKernel.copy(value.type(), copy.isGuarded() && program.isGuarded() ? Frame.ACCEPTED : -1,
                            memory.offset(value, copy.from()),
                            memory.offset(value, copy.to()), count);
            kernels.add(kernel);
            launches.add(launch(kernel, List.of(memory.handle(value, copy.from()), memory.handle(value, copy.to()))));
        }
        engine.compile(kernels);
        List<Call> calls = new ArrayList<>();
        try {
            launches.forEach(launch -> calls.add(engine.prepare(launch)));
        } catch (RuntimeException e) {
            calls.forEach(Call::close);
            throw e;
        }
        return new Call[] {engine.device().capture(calls)};
    }

    private Launch launch(Rendered kernel) {
        return launch(kernel, kernel.arrays().stream().map(array -> memory.handle(array, program.placement(array))).toList());
    }

    private Launch launch(Rendered kernel, List<Long> arrays) {
        List<Long> handles = new ArrayList<>();
        if (kernel.isFused()) {
            handles.add(memory.frame);
        }
        handles.add(memory.state);
        handles.addAll(arrays);
        int[] words = kernel.words().stream().mapToInt(word -> word).toArray();
        return new Launch(kernel.name(), words, handles, kernel.groups(), kernel.across(), kernel.down());
    }
}
