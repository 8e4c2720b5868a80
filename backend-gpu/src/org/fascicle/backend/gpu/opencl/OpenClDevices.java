package org.fascicle.backend.gpu.opencl;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.foreign.NativeLibrary;
import org.jspecify.annotations.Nullable;

/** The devices that speak OpenCL on this machine. Looks when it is asked for the first time. Safe for any thread. */
public final class OpenClDevices {
    private static final String[] LIBRARIES = {"libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll",
        "/System/Library/Frameworks/OpenCL.framework/OpenCL"};

    private @Nullable OpenCl driver;
    private @Nullable String problem;
    private List<long[]> found = List.of();
    private boolean looked;

    private synchronized void look() {
        if (looked) {
            return;
        }
        looked = true;
        try {
            NativeLibrary library = NativeLibrary.find(LIBRARIES).orElse(null);
            if (library == null) {
                problem = "there is no OpenCL on this machine: " + String.join(", ", LIBRARIES) + " were looked for";
                return;
            }
            OpenCl loaded = new OpenCl(library);
            found = loaded.all();
            driver = loaded;
            if (found.isEmpty()) {
                problem = "OpenCL's loader " + library + " knows no driver with a device";
            }
        } catch (LinkageError | BackendException e) {
            problem = "OpenCL cannot be used: " + e.getMessage();
        }
    }

    /** Why there is no device; null if there is one. */
    public synchronized @Nullable String problem() {
        look();
        return problem;
    }

    /** The names of the devices, by number. */
    public synchronized List<String> names() {
        look();
        List<String> names = new ArrayList<>();
        OpenCl loaded = driver;
        if (loaded != null) {
            found.forEach(device -> names.add(loaded.deviceText(device[1], OpenCl.DEVICE_NAME)));
        }
        return names;
    }

    /**
     * Opens a device.
     *
     * @param number from 0
     * @throws BackendException if there is none of that number, or it cannot be used
     */
    public synchronized Device open(int number) {
        look();
        OpenCl loaded = driver;
        if (loaded == null || problem != null) {
            throw new BackendException(String.valueOf(problem));
        } else if (number < 0 || number >= found.size()) {
            throw new BackendException("there is no OpenCL device " + number + "; there are " + found.size() + ": " + names());
        }
        return new OpenClDevice(loaded, found.get(number)[0], found.get(number)[1]);
    }
}
