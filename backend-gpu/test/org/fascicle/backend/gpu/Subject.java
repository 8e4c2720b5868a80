package org.fascicle.backend.gpu;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;

import org.fascicle.backend.gpu.cuda.CudaDevices;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Devices;
import org.fascicle.backend.gpu.opencl.OpenClDevices;
import org.fascicle.backend.gpu.run.GpuBackend;

/**
 * The backend that these tests share: on the first OpenCL device of this machine, or on NVIDIA's first card with
 * {@code -Dfascicle.gpu.backend=cuda}, with products as {@code -Dfascicle.gpu.products} says. Where there is none, they are left out.
 */
public final class Subject {
    private static final String BACKEND = System.getProperty("fascicle.gpu.backend", "opencl");
    private static final Devices DEVICES = devices("");
    private static List<GpuBackend> shared;
    private static List<GpuBackend> hasty;

    private Subject() {}

    private static Devices devices(String options) {
        return BACKEND.equals("cuda") ? new CudaDevices(null, System.getProperty("fascicle.gpu.products", "auto"))
                : new OpenClDevices(options);
    }

    /** The backend, whose driver compiles in little time what then takes longer: for many kernels that run once. */
    static synchronized List<List<GpuBackend>> familiesOfManyKernels() {
        if (hasty == null) {
            requireDevice();
            hasty = List.of(new GpuBackend(BACKEND, devices("-cl-opt-disable").open(0)));
        }
        return List.of(hasty);
    }

    /** The backend, as the contracts take it. */
    public static synchronized List<List<GpuBackend>> families() {
        if (shared == null) {
            shared = List.of(start());
        }
        return List.of(shared);
    }

    static GpuBackend start() {
        return new GpuBackend(BACKEND, device());
    }

    /** A device of its own, which whoever asks closes. */
    public static Device device() {
        requireDevice();
        return DEVICES.open(0);
    }

    /** Leaves a test out where there is no device, and fails where there should be one. */
    public static void requireDevice() {
        String problem = DEVICES.problem();
        if (problem != null && "true".equals(System.getenv("CI"))) {
            fail("no device for " + BACKEND + ", where CI=true asks for one: " + problem);
        } else if (problem != null) {
            abort(problem + ". The packages pocl-opencl-icd and ocl-icd-libopencl1 make the processor one");
        }
    }
}
