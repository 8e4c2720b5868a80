/** The backend that generates its kernels: fused loops as hidden classes, matrix products in Java, float32, on the CPU. */
package org.fascicle.backend.jit;
