#!/usr/bin/env python3
"""Writes random series of answers, each with the rate that botocore's adaptive limiter keeps to after every one of them."""
import argparse
import json
import random

from botocore.retries import adaptive, bucket, throttling


class Clock:
    def __init__(self, now):
        self.now = now

    def current_time(self):
        return self.now


class Detector:
    def is_throttling_error(self, throttled):
        return throttled


def series(rng):
    clock = Clock(rng.randint(1_700_000_000_000, 1_800_000_000_000) / 1000)
    start = clock.now
    limiter = adaptive.ClientRateLimiter(
        rate_adjustor=throttling.CubicCalculator(starting_max_rate=0, start_time=clock.now),
        rate_clocker=adaptive.RateClocker(clock), token_bucket=bucket.TokenBucket(max_rate=1, clock=clock),
        throttling_detector=Detector(), clock=clock)
    answers = []
    share = rng.choice([0, 0.05, 0.3])
    pace = rng.choice([20, 200, 2000])
    for _ in range(rng.randint(1, 200)):
        clock.now = round(clock.now + rng.randint(0, pace) / 1000, 3)
        throttled = rng.random() < share
        limiter.on_receiving_response(throttled=throttled)
        answers.append([round(clock.now * 1000), throttled, limiter._token_bucket.max_rate,
                        limiter._token_bucket.available_capacity])
    return {"start": round(start * 1000), "answers": answers}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    for _ in range(arguments.count):
        print(json.dumps(series(rng)))
