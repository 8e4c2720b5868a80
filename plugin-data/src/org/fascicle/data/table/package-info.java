/** Tables with columns of numbers, categories, classes and names, as rows of examples. */
@NullMarked
package org.fascicle.data.table;

import org.jspecify.annotations.NullMarked;
