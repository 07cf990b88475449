import TestSupport
import Testing

/// A cloud that launches no instances.
struct CapacityTests {
    @Test func `without capacity the reason is told, what runs goes on, and mended it goes on from there`() async throws
    {
        let place = try Place()
        #expect(await place.apply(1).code == 0)
        let broken = await place.run("fake", "break", "capacity", "ap-south-1")
        #expect(broken.result.contains("ap-south-1a, ap-south-1b, ap-south-1c"), "\(broken.result)")
        let stopped = await place.apply(2)
        #expect(stopped.code == 1)
        #expect(stopped.note.contains("AsgInstanceLaunchFailures"), "\(stopped.note)")
        #expect(stopped.note.contains("InsufficientInstanceCapacity"), "\(stopped.note)")
        #expect(await place.run("fake", "list").note.contains("The zone ap-south-1b launches no instance."))
        #expect(await place.run("fake", "mend").code == 0)
        #expect(await place.apply(2).code == 0)
        #expect(await place.run("plan", place.spec(2), "--detailed-exitcode", "--speed", "max").code == 0)
        // The nodes are a second generation, under a name of their own, and leave as such.
        let gone = await place.run(
            "destroy", place.spec(2), "--yes", "--speed", "max", "--allow-destroy", "ap-south-1/database/instance")
        #expect(gone.code == 0, "\(gone.note)")
        #expect(!(await place.run("fake", "list").result.contains("Nodegroup")))
    }

    @Test func `an instance that its zone has no room for is refused in AWS's words`() async throws {
        let place = try Place()
        #expect(await place.run("fake", "break", "capacity", "ap-south-1a").code == 0)
        let refused = await place.apply(0)
        #expect(refused.code == 1)
        #expect(refused.note.contains("[InsufficientInstanceCapacity]"), "\(refused.note)")
        #expect(refused.note.contains("or choose another type"), "\(refused.note)")
        #expect(await place.run("fake", "break", "capacity", "ap-south-1z").code == 64)
    }
}
