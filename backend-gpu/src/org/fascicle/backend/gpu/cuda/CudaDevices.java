package org.fascicle.backend.gpu.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Devices;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** The cards that NVIDIA's driver knows on this machine, where NVRTC is there too. */
public final class CudaDevices implements Devices {
    private static final int NAME_MOST = 256;

    private final Libraries libraries;
    private final String products;
    private @Nullable Cuda driver;
    private @Nullable Nvrtc compiler;
    /** Null where kernels of our own compute all products. */
    private @Nullable Blas blas;
    private ProductChoice choice = ProductChoice.AUTO;
    private @Nullable String problem;
    private List<String> names = List.of();
    private boolean looked;

    /**
     * Looks for nothing yet.
     *
     * @param folder in which NVRTC and cuBLASLt lie, and perhaps a driver; null for where they usually lie
     * @param products who computes products of matrices: {@code auto}, {@code cublaslt} or {@code fascicle}
     */
    public CudaDevices(@Nullable String folder, String products) {
        this(new Libraries(folder, true), products);
    }

    CudaDevices(Libraries libraries, String products) {
        this.libraries = libraries;
        this.products = products;
    }

    private synchronized void look() {
        if (looked) {
            return;
        }
        looked = true;
        try {
            problem = find();
        } catch (LinkageError | BackendException e) {
            problem = "CUDA cannot be used: " + e.getMessage();
        }
    }

    /** Finds all, or says what is missing. */
    private @Nullable String find() {
        NativeLibrary library = libraries.driver().orElse(null);
        if (library == null) {
            return "there is no driver of NVIDIA's on this machine: " + Libraries.driverNames() + " were looked for";
        }
        Cuda cuda = new Cuda(library);
        int status = cuda.status(Cuda.Function.INIT, 0);
        if (status != Cuda.NO_DEVICE) {
            cuda.check(status, "NVIDIA's driver " + library + " does not start");
        }
        int count = status == Cuda.NO_DEVICE ? 0 : (int) cuda.made("the devices cannot be counted", Cuda.Function.DEVICE_COUNT);
        if (count == 0) {
            return "NVIDIA's driver " + library + " knows no device";
        }
        List<String> found = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            found.add(name(cuda, (int) cuda.made("there is no device " + number, Cuda.Function.DEVICE, number)));
        }
        String driven = "there is " + found.get(0) + " with NVIDIA's driver for CUDA " + cuda.version() + ", but ";
        String otherwise = ". The backend 'opencl' computes on the card without it";
        int newest = cuda.majorVersion();
        if (newest < Libraries.OLDEST) {
            return driven + "one for CUDA " + Libraries.OLDEST + " or newer is needed" + otherwise;
        }
        NativeLibrary nvrtc = libraries.nvrtc(newest).orElse(null);
        if (nvrtc == null) {
            return driven + "no NVRTC of this CUDA or an older one, which compiles kernels: " + libraries.nvrtcPlaces(newest)
                    + ". It comes with CUDA's toolkit; the configuration fascicle.backend.cuda may name its folder: 'libraries'"
                    + otherwise;
        }
        String missing = findProducts(newest);
        if (missing != null) {
            return driven + missing;
        }
        compiler = new Nvrtc(nvrtc);
        driver = cuda;
        names = List.copyOf(found);
        return null;
    }

    /** Finds who computes products, or says what is missing. */
    private @Nullable String findProducts(int newest) {
        choice = ProductChoice.of(products);
        NativeLibrary library = choice == ProductChoice.FASCICLE ? null : libraries.products(newest).orElse(null);
        if (library == null) {
            return choice != ProductChoice.CUBLASLT ? null
                    : "no cuBLASLt of this CUDA or an older one, which 'products' in the configuration fascicle.backend.cuda "
                            + "asks for: " + libraries.productPlaces(newest)
                            + ". It comes with CUDA's toolkit; 'libraries' may name its folder. "
                            + "With 'products' as 'auto' or 'fascicle', Fascicle's own kernels compute what it would";
        }
        try {
            blas = new Blas(library);
        } catch (LinkageError e) {
            return "its cuBLASLt cannot be used: " + e.getMessage()
                    + ". With 'products' as 'fascicle' in the configuration fascicle.backend.cuda, it is not asked";
        }
        return null;
    }

    static String name(Cuda cuda, int device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer name = stack.calloc(NAME_MOST);
            cuda.call("the device has no name", Cuda.Function.DEVICE_NAME, MemoryUtil.memAddress(name), NAME_MOST, device);
            return MemoryUtil.memUTF8(MemoryUtil.memAddress(name));
        }
    }

    @Override
    public synchronized @Nullable String problem() {
        look();
        return problem;
    }

    @Override
    public synchronized List<String> names() {
        look();
        return names;
    }

    @Override
    public synchronized Device open(int number) {
        look();
        Cuda cuda = driver;
        Nvrtc nvrtc = compiler;
        if (cuda == null || nvrtc == null) {
            throw new BackendException(String.valueOf(problem));
        } else if (number < 0 || number >= names.size()) {
            throw new BackendException("there is no CUDA device " + number + "; there are " + names.size() + ": " + names);
        }
        return new CudaDevice(cuda, nvrtc, blas, choice,
                (int) cuda.made("there is no device " + number, Cuda.Function.DEVICE, number));
    }
}
