/** A component that trains a network, whatever framework it runs in. */
package com.example.felix;
