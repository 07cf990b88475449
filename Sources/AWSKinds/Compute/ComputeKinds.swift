import Providers

extension AllKinds {
    static let computeKinds: [any KindDriver] = [
        Volume.driver, VolumeAttachment(), Instance(), LaunchTemplate(), AutoScalingGroup(), ScalingPolicy(),
        TrafficSource(),
    ]
}
