"""Stores, treatments, technicians, beds and devices, and the rules of booking: what the shop offers."""
