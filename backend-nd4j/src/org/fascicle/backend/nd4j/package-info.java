/** The backend on ND4J's native library, for the CPU. Nothing here is exported. */
package org.fascicle.backend.nd4j;
