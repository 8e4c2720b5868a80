/** Finding and opening data files. Packed privately into each bundle that reads files. */
package org.fascicle.data.file;
