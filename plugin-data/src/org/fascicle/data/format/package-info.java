/** The IDX file format of MNIST and its kin. Packed privately into each bundle that reads such files. */
package org.fascicle.data.format;
