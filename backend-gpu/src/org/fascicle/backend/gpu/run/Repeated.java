package org.fascicle.backend.gpu.run;

import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Device;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a run. The first run asks for each of them: a library may load what it needs only then, and must not while a graph is
 * captured; and what runs once needs no graph. All later runs ask for one call that the device makes of them.
 */
final class Repeated implements Call {
    private final Device device;
    private List<Call> calls;
    private boolean began;
    private @Nullable Call together;
    private @Nullable BackendException problem;

    /** Takes the calls over. */
    Repeated(Device device, List<Call> calls) {
        this.device = device;
        this.calls = calls;
    }

    @Override
    public void enqueue() {
        if (!began) {
            calls.forEach(Call::enqueue);
            began = true;
        } else {
            together().enqueue();
        }
    }

    private Call together() {
        Call made = together;
        if (made == null) {
            if (problem != null) {
                throw new BackendException(String.valueOf(problem.getMessage()), problem);
            }
            List<Call> all = calls;
            // The device has them now, whatever comes of it.
            calls = List.of();
            try {
                made = device.capture(all);
            } catch (BackendException e) {
                problem = e;
                throw e;
            }
            together = made;
        }
        return made;
    }

    @Override
    public void close() {
        calls.forEach(Call::close);
        if (together != null) {
            together.close();
        }
    }
}
