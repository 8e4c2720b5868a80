/** What losses share that compare number by number; a private part of each of their bundles. */
package org.fascicle.loss.row;
