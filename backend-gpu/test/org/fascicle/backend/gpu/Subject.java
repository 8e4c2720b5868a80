package org.fascicle.backend.gpu;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;

import org.fascicle.backend.gpu.opencl.OpenClDevices;
import org.fascicle.backend.gpu.run.GpuBackend;

/** The backend that these tests share: on the first OpenCL device of this machine. Where there is none, they are left out. */
final class Subject {
    private static final OpenClDevices DEVICES = new OpenClDevices();
    private static List<GpuBackend> shared;

    private Subject() {}

    static synchronized List<List<GpuBackend>> families() {
        if (shared == null) {
            shared = List.of(start());
        }
        return List.of(shared);
    }

    static GpuBackend start() {
        String problem = DEVICES.problem();
        if (problem != null && "true".equals(System.getenv("CI"))) {
            fail("no OpenCL device, where CI=true asks for one: " + problem);
        } else if (problem != null) {
            abort(problem + ". The packages pocl-opencl-icd and ocl-icd-libopencl1 make the processor one");
        }
        return new GpuBackend("opencl", DEVICES.open(0));
    }
}
