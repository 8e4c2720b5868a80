/** The archive: one file that holds a trained network as data. */
package org.fascicle.core.archive;
